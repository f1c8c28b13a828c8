"""The screens of access for programs, and what the owner is told of what a program did."""

from collections.abc import Sequence
from dataclasses import replace

from models.tables.api_token import ApiToken
from models.tables.columns import Instant
from worker.core.date_formats import short_day
from worker.core.directory_names import DirectoryNames
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker

VERB = "prog"
# The last step before a token is made: its right, and its business or everything.
READ, WRITE = "r", "w"


def access_screen(
    speaker: Speaker,
    names: DirectoryNames,
    tokens: Sequence[ApiToken],
    now: Instant,
    *,
    note: str | None = None,
) -> Reply:
    """Every program that has access, and the buttons to give it to another one."""
    gettext = speaker.translator.gettext
    lines = [
        f"<b>{gettext('Access for programs')}</b>",
        *([note, ""] if note else []),
        gettext(
            "A program with a token reads your tasks and plans under /api at this planner's address, and can add and change tasks. You are told here of each change, with Undo."
        ),
        "",
        *(_token_line(speaker, names, token, now) for token in tokens),
    ]
    if not tokens:
        lines.append(gettext("No program has access."))
    rows = [(Button(token.name[:40], f"{VERB}:show:{token.id}"),) for token in tokens]
    new = (
        Button(gettext("New: only read"), f"{VERB}:new:{READ}"),
        Button(gettext("New: read and change"), f"{VERB}:new:{WRITE}"),
    )
    return Reply("\n".join(lines), (*rows, new, (_back(speaker, "st:data"),)))


def scope_screen(speaker: Speaker, names: DirectoryNames, right: str) -> Reply:
    """What the new access is to reach: everything, or one business."""
    gettext = speaker.translator.gettext
    open_businesses = [row for row in names.businesses.values() if row.archived_at is None]
    buttons = [Button(gettext("Everything"), f"{VERB}:make:{right}:0")]
    buttons += [Button(business.name, f"{VERB}:make:{right}:{business.id}") for business in open_businesses]
    rows = tuple((button,) for button in buttons)
    return Reply(gettext("What may the program reach?"), (*rows, (_back(speaker, VERB),)))


def made_screen(speaker: Speaker, names: DirectoryNames, made: ApiToken, token: str) -> Reply:
    """The token, this once. The message is stored nowhere."""
    gettext = speaker.translator.gettext
    lines = [
        f"<b>{escape_html(made.name)}</b> · {_reach(speaker, names, made)}",
        f"<code>{token}</code>",
        gettext(
            "Copy the token now: I do not keep it and cannot show it again. Whoever has it can do what this access allows; delete this message once the program has it."
        ),
    ]
    revoke = Button(gettext("Revoke"), f"{VERB}:off:{made.id}")
    return Reply("\n\n".join(lines), ((revoke,), (_back(speaker, VERB),)), ephemeral=True)


def token_screen(speaker: Speaker, names: DirectoryNames, token: ApiToken, now: Instant) -> Reply:
    """One access, and the button that revokes it."""
    gettext = speaker.translator.gettext
    made = gettext("Given: {day}.", day=_day(speaker, token.created_at, now))
    revoke = Button(gettext("Revoke"), f"{VERB}:off:{token.id}")
    text = "\n".join([_token_line(speaker, names, token, now), made])
    return Reply(text, ((revoke,), (_back(speaker, VERB),)))


def revoked_note(speaker: Speaker, token: ApiToken) -> str:
    """That an access is over."""
    return speaker.translator.gettext(
        "{name} is revoked: the program is refused from now on.", name=escape_html(token.name)
    )


def too_many_note(speaker: Speaker, most: int) -> str:
    """That there can be no further access."""
    return speaker.translator.gettext(
        "There are {most} already. Revoke one that is no longer used.", most=most
    )


def token_name(speaker: Speaker, number: int) -> str:
    """What a new access is called."""
    return speaker.translator.gettext("Access {n}", n=number)


def told_of_program(speaker: Speaker, token: ApiToken, replies: Sequence[Reply]) -> list[Reply]:
    """The replies to what a program asked for, for its owner: without a sound, and the first says which program it was."""
    head = speaker.translator.gettext("By a program, {name}:", name=escape_html(token.name))
    quiet = [replace(reply, extra={**reply.extra, "disable_notification": True}) for reply in replies]
    return [replace(reply, text=f"<i>{head}</i>\n{reply.text}") for reply in quiet[:1]] + quiet[1:]


def _token_line(speaker: Speaker, names: DirectoryNames, token: ApiToken, now: Instant) -> str:
    gettext = speaker.translator.gettext
    used = (
        gettext("not used yet")
        if token.last_used_at is None
        else gettext("last used: {day}", day=_day(speaker, token.last_used_at, now))
    )
    return f"<b>{escape_html(token.name)}</b> · {_reach(speaker, names, token)} · {used}"


def _reach(speaker: Speaker, names: DirectoryNames, token: ApiToken) -> str:
    gettext = speaker.translator.gettext
    right = gettext("reads and changes") if token.may_write else gettext("only reads")
    name = names.business_name(token.business_id)
    return f"{right} · {escape_html(name) if name else gettext('everything')}"


def _day(speaker: Speaker, instant: Instant, now: Instant) -> str:
    return short_day(speaker.translator, instant.astimezone(speaker.zone).date(), speaker.today(now))


def _back(speaker: Speaker, data: str) -> Button:
    return Button(speaker.translator.gettext("‹ Back"), data)

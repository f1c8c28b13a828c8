"""Invitation offer: the link for a member, or the question that comes first when the name is somebody's already."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from worker.core.handler import HandlerContext
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.directory.accounts import is_in
from worker.features.directory.invitations import invite_member
from worker.features.directory.kinds import MEMBER
from worker.features.directory.name_checks import clean
from worker.features.directory.queries import Rows, aliases_of
from worker.features.directory.views import short_label
from worker.understanding.local.members import is_form_of
from worker.understanding.local.message_tokens import lowered, normalise, tokenise
from worker.understanding.local.morphology import dative

_MOST_ASKED = 4


def namesakes(rows: Rows, said: str) -> list[Member]:
    """The members, removed ones too, whose name or nickname has this form: «Аня» and "Anya" of Anna."""
    members = [row for row in rows.all_of(MEMBER) if isinstance(row, Member)]
    words = _words(said)
    return [member for member in members if any(_is_form(words, name) for name in _names(member))]


async def offer_link(
    session: AsyncSession,
    speaker: Speaker,
    member: Member,
    moment: HandlerContext,
    *,
    new_account: bool = False,
    undo_id: int | None = None,
) -> Reply:
    """A link for this member; instead a question when they are the owner, or in already without `new_account`.

    `undo_id` is the operation that has just made them.
    """
    inside = await is_in(session, member)
    if member.is_owner or (inside and not new_account):
        return _who_is_it(speaker, member)
    token = await invite_member(session, member, moment.now, replaces_account=inside)
    undo = (
        ((Button(speaker.translator.gettext("Undo"), f"w:undo:{undo_id}"),),) if undo_id is not None else ()
    )
    # The bot's own name is put in when the message leaves: the transaction may not ask Telegram.
    text = f"{_sent_to(speaker, member, inside=inside)}\n<code>/start {token}</code>"
    return Reply(text, undo, ephemeral=True)


def is_it_one_of(speaker: Speaker, said: str, members: list[Member]) -> Reply:
    """The question whether a name that is a form of others' names means one of them."""
    gettext, asked = speaker.translator.gettext, members[:_MOST_ASKED]
    names = ", ".join(escape_html(member.name) for member in asked)
    text = gettext(
        "Is {said} the same person as {names}, or somebody else?", said=escape_html(clean(said)), names=names
    )
    if any(member.is_owner for member in asked):
        text += "\n" + gettext("The owner needs no invitation.")
    same = tuple(
        (Button(short_label(member.name), f"invite:this:{member.id}"),)
        for member in asked
        if not member.is_owner
    )
    other = Button(gettext("Somebody else"), f"invite:other:{asked[0].id}")
    return Reply(text, (*same, (other, _cancel(speaker))))


def _who_is_it(speaker: Speaker, member: Member) -> Reply:
    gettext, name = speaker.translator.gettext, escape_html(member.name)
    other = Button(short_label(gettext("Another {name}", name=member.name)), f"invite:other:{member.id}")
    if member.is_owner:
        text = gettext(
            "{name} owns this planner and needs no invitation. Do you mean another {name}?", name=name
        )
        return Reply(text, ((other, _cancel(speaker)),))
    text = gettext("{name} is already in. Another {name}, or a new phone for {name}?", name=name)
    phone = Button(gettext("New phone"), f"invite:phone:{member.id}")
    return Reply(text, ((other, phone), (_cancel(speaker),)))


def _cancel(speaker: Speaker) -> Button:
    return Button(speaker.translator.gettext("Cancel"), "invite:cancel")


def _sent_to(speaker: Speaker, member: Member, *, inside: bool) -> str:
    gettext, name = speaker.translator.gettext, escape_html(member.name)
    to = escape_html(dative(member.name)) if speaker.translator.language == "ru" else name
    text = gettext("Send this to {name}: an invitation for one person, good for 7 days:", name=to)
    if inside:
        moved = gettext(
            "The account that opens it becomes {name}'s; the previous one loses access.", name=name
        )
        return f"{moved}\n{text}"
    if member.archived_at is not None:
        back = gettext(
            "{name} is in the archive, and will be back on the team when the link is opened.", name=name
        )
        return f"{back}\n{text}"
    return text


def _names(member: Member) -> tuple[str, ...]:
    return (member.name, *aliases_of(member))


def _words(said: str) -> list[str]:
    return [token.low for token in tokenise(lowered(normalise(said))) if token.kind != "mark"]


def _is_form(words: list[str], name: str) -> bool:
    known = _words(name)
    return bool(known) and len(known) == len(words) and all(map(is_form_of, words, known))

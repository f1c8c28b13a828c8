"""The reply to an invitation request: the link, or first a question when the name is already a member's."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from worker.core.date_formats import day_of_week
from worker.core.handler import HandlerContext
from worker.core.reply import START_PAYLOAD, Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.directory.accounts import has_access
from worker.features.directory.entries import MEMBER
from worker.features.directory.invitations import MEMBER_VALID, create_invitation
from worker.features.directory.name_checks import clean_name
from worker.features.directory.queries import Directory, aliases_of
from worker.features.directory.views import short_label
from worker.understanding.local.members import is_form_of
from worker.understanding.local.message_tokens import lowered, normalise, tokenise
from worker.understanding.local.morphology import dative

_MOST_ASKED = 4


def namesakes(directory: Directory, said: str) -> list[Member]:
    """The members, archived ones too, of whose name or nickname this is a form: «Аня» and "Anya" of Anna."""
    members = [row for row in directory.all_of(MEMBER) if isinstance(row, Member)]
    words = _name_words(said)
    return [member for member in members if any(_is_form(words, name) for name in _names(member))]


async def offer_invitation(
    session: AsyncSession,
    speaker: Speaker,
    member: Member,
    context: HandlerContext,
    *,
    new_account: bool = False,
    undo_id: int | None = None,
) -> Reply:
    """A link for this member; a question when they are the owner, or have access already and `new_account` is not set.

    `undo_id` is the operation that has just created them.
    """
    inside = await has_access(session, member)
    if member.is_owner or (inside and not new_account):
        return _which_person_question(speaker, member)
    token = await create_invitation(session, member, context.now, replaces_account=inside)
    undo = (
        ((Button(speaker.translator.gettext("Undo"), f"w:undo:{undo_id}"),),) if undo_id is not None else ()
    )
    text = f"{_invitation_text(speaker, member, inside=inside)}\n\n{_text_to_forward(speaker, context)}"
    return Reply(text, undo, ephemeral=True, extra={START_PAYLOAD: token})


def same_person_question(speaker: Speaker, said: str, members: list[Member]) -> Reply:
    """The question whether a name that is a form of members' names means one of them."""
    gettext, asked = speaker.translator.gettext, members[:_MOST_ASKED]
    names = ", ".join(escape_html(member.name) for member in asked)
    text = gettext(
        "Is {said} the same person as {names}, or somebody else?",
        said=escape_html(clean_name(said)),
        names=names,
    )
    if any(member.is_owner for member in asked):
        text += "\n" + gettext("The owner needs no invitation.")
    same = tuple(
        (Button(short_label(member.name), f"invite:this:{member.id}"),)
        for member in asked
        if not member.is_owner
    )
    other = Button(gettext("Somebody else"), f"invite:other:{asked[0].id}")
    return Reply(text, (*same, (other, _cancel_button(speaker))))


def _which_person_question(speaker: Speaker, member: Member) -> Reply:
    gettext, name = speaker.translator.gettext, escape_html(member.name)
    other = Button(short_label(gettext("Another {name}", name=member.name)), f"invite:other:{member.id}")
    if member.is_owner:
        text = gettext(
            "{name} owns this planner and needs no invitation. Do you mean another {name}?", name=name
        )
        return Reply(text, ((other, _cancel_button(speaker)),))
    text = gettext("{name} is already in. Another {name}, or a new phone for {name}?", name=name)
    phone = Button(gettext("New phone"), f"invite:phone:{member.id}")
    return Reply(text, ((other, phone), (_cancel_button(speaker),)))


def _cancel_button(speaker: Speaker) -> Button:
    return Button(speaker.translator.gettext("Cancel"), "invite:cancel")


def _invitation_text(speaker: Speaker, member: Member, *, inside: bool) -> str:
    gettext, name = speaker.translator.gettext, escape_html(member.name)
    to = escape_html(dative(member.name)) if speaker.translator.language == "ru" else name
    text = gettext("Forward this to {name}:", name=to)
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


def _text_to_forward(speaker: Speaker, context: HandlerContext) -> str:
    """What the invited person reads; the link follows it."""
    last = speaker.today(context.now + MEMBER_VALID)
    return speaker.translator.gettext(
        "{owner} invites you to a planner in Telegram. Open the link and press Start. It lets in one person, once, until {day}:",
        owner=escape_html(speaker.name),
        day=day_of_week(speaker.translator, last),
    )


def _names(member: Member) -> tuple[str, ...]:
    return (member.name, *aliases_of(member))


def _name_words(said: str) -> list[str]:
    return [token.low for token in tokenise(lowered(normalise(said))) if token.kind != "mark"]


def _is_form(words: list[str], name: str) -> bool:
    known = _name_words(name)
    return bool(known) and len(known) == len(words) and all(map(is_form_of, words, known))

"""Questions that ask for a typed answer, stored as the purpose of their outbox row, and the answers' requests."""

import datetime as dt

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.outbox import OutboundMessage
from worker.core.i18n import gettext_noop
from worker.core.last_message import last_bot_message
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.directory.entries import KIND_BY_LETTER, MEMBER, Entry, EntryKind
from worker.features.directory.name_checks import clean_role, split_emoji, split_words
from worker.features.directory.possible_answers import can_be_answer, names_only
from worker.features.directory.queries import load_known_directory
from worker.features.directory.requests import (
    DirectoryRequest,
    EntryDetails,
    InviteMember,
    RenameEntry,
    SaveEntry,
)

_PURPOSE = "ask"
# The verb of the question to a newcomer; its answer is no request about others.
OWN_NAME = "me"
_TEXTS = {
    "name": gettext_noop("What should “{name}” be called?"),
    "words": gettext_noop(
        "Which words does “{name}” go by? Separate them with commas; a minus before one removes it."
    ),
    "emoji": gettext_noop("Which emoji stands for “{name}”?"),
    "nick": gettext_noop(
        "What else is “{name}” called? Separate names with commas; a minus before one removes it."
    ),
    "role": gettext_noop("What does “{name}” do?"),
    "invite": gettext_noop(
        "What is the other person called? In the team names differ: {name} K., for example."
    ),
}
_NEW = {
    "b": gettext_noop(
        "What is the business called? The words it goes by can follow a colon: Repair: spindle, mill"
    ),
    "p": gettext_noop("What is the project called? Its business can follow a colon: Kiosk: Repair"),
    "m": gettext_noop(
        "What is the person called? More can follow a colon: Dima: fitter, Repair, nickname Dimon"
    ),
}


def question_about(speaker: Speaker, verb: str, kind: EntryKind, row: Entry | None) -> Reply | None:
    """The question of a button's verb, to be answered by a reply; None for a verb that asks nothing."""
    gettext = speaker.translator.gettext
    if verb == "new":
        return _force_reply(gettext(_NEW[kind.letter]), f"{_PURPOSE}:new:{kind.letter}")
    if row is None or verb not in _TEXTS:
        return None
    text = gettext(_TEXTS[verb], name=escape_html(row.name))
    return _force_reply(text, f"{_PURPOSE}:{verb}:{kind.letter}:{row.id}")


async def ask_other_name(session: AsyncSession, speaker: Speaker, member_id: int) -> Reply | None:
    """The question for another name than a member's, when somebody else is to be invited; None for an unknown id."""
    rows = await load_known_directory(session, speaker)
    return question_about(speaker, "invite", MEMBER, rows.by_id(MEMBER, member_id))


def ask_own_name(speaker: Speaker, refusal: str = "") -> Reply:
    """The question what the speaker wants to be called, below why their last answer could not be taken."""
    asked = speaker.translator.gettext("What shall I call you?")
    return _force_reply(f"{refusal}\n{asked}".lstrip(), f"{_PURPOSE}:{OWN_NAME}:m:{speaker.member_id}")


async def find_answered_question(
    session: AsyncSession, speaker: Speaker, reply_to_message_id: int | None
) -> list[str] | None:
    """The question that a message replies to, as [verb, letter, id]; None when it replies to none of ours."""
    if reply_to_message_id is None:
        return None
    statement = select(OutboundMessage.purpose).where(
        OutboundMessage.workspace_id == speaker.workspace_id,
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
        OutboundMessage.telegram_message_id == reply_to_message_id,
    )
    asked = [purpose for purpose in (await session.exec(statement)).all() if purpose.startswith(_PURPOSE)]
    return asked[0].split(":")[1:] if asked else None


async def find_open_question(
    session: AsyncSession, speaker: Speaker, text: str, now: dt.datetime
) -> list[str] | None:
    """The question that a message answers without replying to it: the last thing said in the chat, a few hours ago at most,
    if the text can be its answer; None for other messages."""
    last = await last_bot_message(session, speaker, now)
    if last is None or not last.purpose.startswith(f"{_PURPOSE}:"):
        return None
    question = last.purpose.split(":")[1:]
    return question if can_be_answer(question[0], text, now.astimezone(speaker.zone)) else None


def listed_entries(kind: EntryKind, text: str, now: dt.datetime) -> tuple[SaveEntry, ...]:
    """What a bare list of names asks to save: "Repair, Trade and Lab", "Dima - fitter, Olga"; empty for a text that may be
    anything else, a task above all. `now` is in the chat's zone."""
    found = []
    for part in names_only(text, now):
        name, role = part if kind is MEMBER else (part[0], "")
        found.append(SaveEntry(kind, name, EntryDetails(role=clean_role(role) or None)))
    return tuple(found)


def request_from_answer(question: list[str], text: str) -> DirectoryRequest | str:
    """The request of an answer; for "new" the text itself, which is read like a command's argument."""
    verb, kind = question[0], KIND_BY_LETTER[question[1]]
    if verb == "new":
        return text
    if verb == "invite":
        return InviteMember(text, exact_name=True)
    row_id = int(question[2])
    if verb == "name":
        return RenameEntry(kind, row_id, text)
    return SaveEntry(kind, row_id, _typed_details(verb, text), known=True)


def _typed_details(verb: str, text: str) -> EntryDetails:
    if verb == "emoji":
        return EntryDetails(emoji=split_emoji(text)[0])
    if verb == "role":
        return EntryDetails(role=clean_role(text) or None)
    parts = [part.strip() for part in text.replace("\n", ",").split(",")]
    dropped = split_words(",".join(part.lstrip("-−– ") for part in parts if part[:1] in "-−–"))
    added = split_words(",".join(part for part in parts if part[:1] not in "-−–"))
    if verb == "words":
        return EntryDetails(keywords=added, dropped=dropped)
    return EntryDetails(aliases=added, dropped=dropped)


def _force_reply(text: str, purpose: str) -> Reply:
    # force_reply opens a reply to this message, by which the answer is recognised.
    return Reply(text, purpose=purpose, extra={"reply_markup": {"force_reply": True}})

"""Questions: what is asked to be typed after a tap, kept in the outbox row that asks it, and what the answer wishes."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.outbox import OutboundMessage
from worker.core.i18n import gettext_noop
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.directory.directory_changes import Details, Invite, Put, Rename, Wish
from worker.features.directory.kinds import BY_LETTER, Kind, Row
from worker.features.directory.name_checks import clean_role, split_words, take_emoji

_PURPOSE = "ask"
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


def asking(speaker: Speaker, verb: str, kind: Kind, row: Row | None) -> Reply | None:
    """A message that wants a typed answer; None for a verb that asks nothing."""
    gettext = speaker.translator.gettext
    if verb == "new":
        return _question(gettext(_NEW[kind.letter]), f"{_PURPOSE}:new:{kind.letter}")
    if row is None or verb not in _TEXTS:
        return None
    text = gettext(_TEXTS[verb], name=escape_html(row.name))
    return _question(text, f"{_PURPOSE}:{verb}:{kind.letter}:{row.id}")


async def answered(
    session: AsyncSession, speaker: Speaker, reply_to_message_id: int | None
) -> list[str] | None:
    """The question that a message answers, as [verb, letter, id]; None when it answers none of ours."""
    if reply_to_message_id is None:
        return None
    statement = select(OutboundMessage.purpose).where(
        OutboundMessage.workspace_id == speaker.workspace_id,
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
        OutboundMessage.telegram_message_id == reply_to_message_id,
    )
    asked = [purpose for purpose in (await session.exec(statement)).all() if purpose.startswith(_PURPOSE)]
    return asked[0].split(":")[1:] if asked else None


def wish_of(question: list[str], text: str) -> Wish | str:
    """What an answer wishes for; for "new" the text itself, which is read like a command's argument."""
    verb, kind = question[0], BY_LETTER[question[1]]
    if verb == "new":
        return text
    if verb == "invite":
        return Invite(text, told_apart=True)
    row_id = int(question[2])
    if verb == "name":
        return Rename(kind, row_id, text)
    return Put(kind, row_id, _details(verb, text), known=True)


def _details(verb: str, text: str) -> Details:
    if verb == "emoji":
        return Details(emoji=take_emoji(text)[0])
    if verb == "role":
        return Details(role=clean_role(text) or None)
    parts = [part.strip() for part in text.replace("\n", ",").split(",")]
    dropped = split_words(",".join(part.lstrip("-−– ") for part in parts if part[:1] in "-−–"))
    added = split_words(",".join(part for part in parts if part[:1] not in "-−–"))
    if verb == "words":
        return Details(keywords=added, dropped=dropped)
    return Details(aliases=added, dropped=dropped)


def _question(text: str, purpose: str) -> Reply:
    # force_reply opens the person's answer to this very message, which is how it is known again.
    return Reply(text, purpose=purpose, extra={"reply_markup": {"force_reply": True}})

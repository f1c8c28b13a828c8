"""The bot's question with buttons, answered in words: "yes", "a new one", "Spoke", "private", the label of a button."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.outbox import OutboundMessage
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.last_message import OPEN_FOR, UNSOLICITED, last_bot_message
from worker.core.member_roles import refusal_text
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.router.callback_router import CALLBACKS
from worker.telegram.update import IncomingUpdate
from worker.understanding.bounded_pattern import bounded

_LONGEST = 60
_YES = re.compile(
    r"(?:yes|yep|yeah|y|sure|right|correct|exactly|it\s+is|do\s+it|да|ага|угу|верно|точно|конечно|именно)(?:[\s,]+(?:please|it\s+is|do|that['’]?s\s+(?:it|right)|пожалуйста|это\s+она|она|это))?",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"(?:(?:no|нет)[\s,]+)?(?:(?:it['’]?s|that['’]?s|это)\s+)?(?:(?:a|it['’]?s)\s+)?(?:new(?:\s+(?:one|task))?|another(?:\s+(?:one|task))?|нов(?:ая|ую|ое)(?:\s+(?:задача|задачу|дело))?|друг(?:ая|ую|ое)(?:\s+(?:задача|задачу|дело))?)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:no|nope|nah|n|wrong|нет|не|неа|неверно)(?:[\s,]+(?:thanks?|it\s+is\s+not|спасибо|не\s+она))?",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"(?:(?:it['’]?s|that['’]?s|это)\s+)?(?:private|personal|none|no\s+business|neither|mine|личн(?:ое|ая|ый)|ни\s+к\s+какому|без\s+бизнеса|никакой|ни\s+один|ни\s+тот\s+ни\s+другой)",
    re.IGNORECASE,
)
_AROUND = bounded(
    r"^(?:(?:it['’]?s|it\s+is|that['’]?s|for|in|at|to|the|это|для|по|в|к)\s+)+|[\s,]+(?:please|пожалуйста)$",
    re.IGNORECASE,
)
# The verbs of buttons under questions; those of cards and lists are no answers.
_QUESTIONS = ("ask", "set", "tm", "twin", "su", "me", "file")


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The button that a text stands for: where it leads, and the message that it is under."""

    verb: str
    path: list[str]
    question: OutboundMessage


async def answered_by_button(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, now: dt.datetime
) -> Handler | None:
    """The handler of a message that answers the question of a message with buttons: the one replied to, or the newest of
    the last hours. None for every other message."""
    said = incoming.text.strip().strip(".!").strip()
    if incoming.forwarded or not said or len(said) > _LONGEST or "\n" in said:
        return None
    for question in await _questions(session, speaker, incoming.reply_to_message_id, now):
        data = _button(said, question)
        if data is not None:
            verb, *path = data.split(":")
            return _pressing(speaker, _Chosen(verb, path, question))
    return None


async def _questions(
    session: AsyncSession, speaker: Speaker, reply_to: int | None, now: dt.datetime
) -> list[OutboundMessage]:
    """The messages that may be answered, the newest first: those of the last answer, or the one replied to as it is now."""
    of_chat = select(OutboundMessage).where(
        OutboundMessage.workspace_id == speaker.workspace_id,
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
    )
    if reply_to is not None:
        shown = of_chat.where(OutboundMessage.telegram_message_id == reply_to)
        return list((await session.exec(shown.order_by(col(OutboundMessage.id).desc()).limit(1))).all())
    last = await last_bot_message(session, speaker, now)
    if last is None:
        return []
    same = of_chat.where(
        OutboundMessage.trace_id == last.trace_id,
        col(OutboundMessage.purpose).not_in(UNSOLICITED),
        col(OutboundMessage.created_at) > now - OPEN_FOR,
    )
    return list((await session.exec(same.order_by(col(OutboundMessage.id).desc()))).all())


def _button(said: str, question: OutboundMessage) -> str | None:
    """The data of the button that the text stands for."""
    rows = question.payload.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [(button["text"], button["callback_data"]) for row in rows for button in row]
    known = [(label, data) for label, data in buttons if data.split(":")[0] in _QUESTIONS]
    plain = _plain(_AROUND.sub("", said))
    labelled = [data for label, data in known if plain and _plain(label) == plain]
    return labelled[0] if len(labelled) == 1 else _by_meaning(said, [data for _, data in known])


def _by_meaning(said: str, known: list[str]) -> str | None:
    for pattern, begins, ends in (
        (_YES, ("ask:yes:", "twin:merge:", "me:yes"), ""),
        (_NEW, ("ask:new:", "twin:keep:"), ""),
        (_NO, ("ask:no:", "twin:keep:", "me:other", "file:drop:"), ""),
        (_PRIVATE, ("set:",), ":b:-"),
    ):
        if pattern.fullmatch(said):
            found = [data for data in known if data.startswith(begins) and data.endswith(ends)]
            return found[0] if len(found) == 1 else None
    return None


def _plain(label: str) -> str:
    return " ".join(re.findall(r"\w+", label.lower()))


def _pressing(speaker: Speaker, chosen: _Chosen) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        button = CALLBACKS[chosen.verb]
        if not button.is_allowed(speaker, chosen.path):
            return HandlerResult([Reply(refusal_text(speaker))], workspace_id=speaker.workspace_id)
        reply = await button.run(session, speaker, chosen.verb, chosen.path, context)
        if reply is None:
            gone = Reply(
                speaker.translator.gettext("This question is settled already. /today shows what is open.")
            )
            return HandlerResult([gone], workspace_id=speaker.workspace_id)
        return HandlerResult([*_closed(chosen.question, reply), reply], workspace_id=speaker.workspace_id)

    return Handler(apply)


def _closed(question: OutboundMessage, answer: Reply) -> list[Reply]:
    """The question's message without its buttons; a card shows what it has become."""
    place = question.payload.get("message_id") or question.telegram_message_id
    if place is None:
        return []
    if question.operation_id is not None and question.operation_id == answer.operation_id:
        return [replace(answer, edits=place)]
    return [Reply(question.payload["text"], edits=place, operation_id=question.operation_id)]

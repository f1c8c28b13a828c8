"""The list that "the second" and "1 and 3" count: the message replied to, or the last card or list that showed several tasks."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime import clock
from models.tables.operation import Operation, TaskEvent
from models.tables.outbox import OutboundMessage
from worker.core.last_message import LISTED_FOR
from worker.core.speaker import Speaker

# More messages than this are not looked through.
_MOST_MESSAGES = 30
_SHOWN_NUMBER = re.compile(r"(?:^|· )#(\d{1,9})\b", re.MULTILINE)
# The task that an answer is about: "“Dentist” (#6): tomorrow", "Order roses · #4".
_SPOKEN_OF = re.compile(r"(?:· #|\(#)(\d{1,9})\b")
_SPEAKING = ("answer", "reminder")


class LastList(NamedTuple):
    """Ids of its tasks on a card, whose tasks have places, or the numbers that a list shows; empty for no list.

    `single` is the number of the only task that the newest message about tasks speaks of, unless it is a card.
    """

    ids: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    single: int | None = None


async def last_list(
    session: AsyncSession, speaker: Speaker, replied_to: int | None, open_ids: frozenset[int]
) -> LastList:
    """The list that a message counts in. A card all of whose tasks are closed is no list to count in any more."""
    of_chat = select(OutboundMessage).where(
        OutboundMessage.workspace_id == speaker.workspace_id,
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
    )
    single = None
    if replied_to is not None:
        answered = of_chat.where(OutboundMessage.telegram_message_id == replied_to)
        found = await _first_list(
            session, answered.order_by(col(OutboundMessage.id).desc()).limit(1), open_ids
        )
        if found.ids or found.numbers:
            return found
        single = found.single
    shown = of_chat.where(
        OutboundMessage.method == "sendMessage", col(OutboundMessage.created_at) > clock.now() - LISTED_FOR
    )
    newest = shown.order_by(col(OutboundMessage.id).desc()).limit(_MOST_MESSAGES)
    listed = await _first_list(session, newest, open_ids)
    return listed if replied_to is None else listed._replace(single=single)


async def _first_list(session: AsyncSession, messages: object, open_ids: frozenset[int]) -> LastList:
    found = (await session.exec(messages)).all()  # type: ignore[call-overload]
    on_card = await _tasks_of_cards(session, {each.operation_id for each in found if each.operation_id})
    single = _only_number(found)
    for message in found:
        if message.operation_id is None:
            numbers = _numbers_of(message)
            if len(numbers) > 1:
                return LastList(numbers=numbers, single=single)
        else:
            ids = on_card.get(message.operation_id, [])
            if len(ids) > 1 and open_ids.intersection(ids):
                return LastList(ids=tuple(ids), single=single)
    return LastList(single=single)


def _numbers_of(message: OutboundMessage) -> tuple[int, ...]:
    text = str(message.payload.get("text") or "")
    return tuple(dict.fromkeys(int(number) for number in _SHOWN_NUMBER.findall(text)))


def _only_number(messages: Sequence[OutboundMessage]) -> int | None:
    """The number of the task that the newest message about tasks speaks of; None where it is a card, or of several."""
    for message in messages:
        if message.operation_id is not None:
            return None
        numbers = set(_SPOKEN_OF.findall(str(message.payload.get("text") or "")))
        if numbers and message.purpose in _SPEAKING:
            return int(numbers.pop()) if len(numbers) == 1 else None
    return None


async def _tasks_of_cards(session: AsyncSession, operations: set[int]) -> dict[int, list[int]]:
    """The tasks on the card of each operation that stands, in the card's order."""
    if not operations:
        return {}
    touched = (
        select(TaskEvent.operation_id, TaskEvent.task_id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(col(TaskEvent.operation_id).in_(operations), col(Operation.undone_at).is_(None))
        .order_by(col(TaskEvent.id))
    )
    cards: dict[int, dict[int, None]] = {}
    for operation_id, task_id in (await session.exec(touched)).all():
        cards.setdefault(operation_id, {})[task_id] = None
    return {operation_id: list(tasks) for operation_id, tasks in cards.items()}

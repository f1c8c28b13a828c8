"""The earlier cards of tasks that a message changed, shown as those tasks are now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.capture.edited_message import card_message_id
from worker.features.tasks.views import card_of

# Nobody looks at older cards, and each costs a call to Telegram.
_MOST = 3
_WITHIN = dt.timedelta(days=2)


async def refresh_earlier_cards(
    session: AsyncSession,
    speaker: Speaker,
    operation: Operation,
    tasks: Sequence[Task],
    context: HandlerContext,
) -> list[Reply]:
    """Edits of cards in the chat, other than the operation's own, that show these tasks: of the one that they were new on, and
    of the newest, three at most."""
    events = select(TaskEvent.operation_id).where(col(TaskEvent.task_id).in_([task.id for task in tasks]))
    shown = (
        select(Operation)
        .where(
            Operation.chat_id == speaker.chat_id,
            Operation.id != operation.id,
            col(Operation.undone_at).is_(None),
            col(Operation.created_at) > context.now - _WITHIN,
            col(Operation.id).in_(events),
        )
        .order_by(
            col(Operation.id).in_(events.where(col(TaskEvent.before).is_(None))).desc(),
            col(Operation.id).desc(),
        )
    )
    cards: list[Reply] = []
    for earlier in (await session.exec(shown)).all():
        place = await card_message_id(session, speaker, earlier)
        if place is not None and len(cards) < _MOST:
            card = await card_of(session, earlier, speaker, context.now)
            # A notice: what was asked last is still asked.
            cards.append(replace(card, edits=place, purpose="notice"))
    return cards

"""Cards in the chat that show tasks which a message or a button changes elsewhere: shown as those tasks are now."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.operations import of_conversation
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.capture.edited_message import card_message_id
from worker.features.tasks.views import card_of

# Nobody looks at older cards, and each costs a call to Telegram.
_MOST = 3
_WITHIN = dt.timedelta(days=2)


def refreshing_cards(handler: Handler, speaker: Speaker) -> Handler:
    """The handler, followed by edits of the other cards that show what it changed."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        done = await handler.apply(session, context)
        await session.flush()
        cards = await _refreshed(session, speaker, done.replies, context)
        return replace(done, replies=[*done.replies, *cards])

    return replace(handler, apply=apply)


async def _refreshed(
    session: AsyncSession, speaker: Speaker, replies: list[Reply], context: HandlerContext
) -> list[Reply]:
    """Edits of cards, other than those just sent, that show the changed tasks: of the one that they were new on, and of the
    newest, three at most."""
    changed = await _changed_tasks(session, speaker, context)
    if not changed:
        return []
    sent = {reply.operation_id for reply in replies}
    places = {reply.edits for reply in replies}
    cards: list[Reply] = []
    for earlier in await _operations_showing(session, speaker, changed, context):
        place = await card_message_id(session, speaker, earlier)
        if place is None or place in places or (earlier.id in sent and earlier.undone_at is None):
            continue
        card = await card_of(session, earlier, speaker, context.now)
        # A notice: what was asked last is still asked.
        cards.append(replace(card, edits=place, purpose="notice"))
        places.add(place)
        if len(cards) == _MOST:
            break
    return cards


async def _changed_tasks(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> list[int]:
    statement = (
        select(TaskEvent.task_id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            Operation.trace_id == context.trace_id,
            of_conversation(speaker),
            col(TaskEvent.before).is_not(None),
            col(TaskEvent.created_at) == context.now,
        )
    )
    return list(dict.fromkeys((await session.exec(statement)).all()))


async def _operations_showing(
    session: AsyncSession, speaker: Speaker, changed: Collection[int], context: HandlerContext
) -> list[Operation]:
    """The operations whose cards show these tasks: standing ones, and those that are undone right now."""
    events = select(TaskEvent.operation_id).where(col(TaskEvent.task_id).in_(changed))
    statement = (
        select(Operation)
        .where(
            of_conversation(speaker),
            or_(col(Operation.undone_at).is_(None), col(Operation.undone_at) == context.now),
            col(Operation.created_at) > context.now - _WITHIN,
            col(Operation.created_at) < context.now,
            col(Operation.id).in_(events),
        )
        .order_by(
            col(Operation.id).in_(events.where(col(TaskEvent.before).is_(None))).desc(),
            col(Operation.id).desc(),
        )
        .limit(4 * _MOST)
    )
    return list((await session.exec(statement)).all())

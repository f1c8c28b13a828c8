"""Sweeps: what a crash left undone between a commit and the queue is found in the rows and done."""

import datetime as dt

import structlog
from sqlalchemy import delete, func, update
from sqlmodel import col, select

from models import clock
from models.dead_letter import DeadLetter
from models.job_run import JobRun
from models.outbox import OutboundMessage
from models.queue.contract import DeliverMessage
from models.update import InboundUpdate
from worker.heartbeat import living_workers
from worker.money.abandoned import settle_abandoned
from worker.services import Services

log = structlog.get_logger()

_BATCH = 200


async def heal_lanes(services: Services) -> int:
    """Put missing heads back into the queue; how many there were."""
    healed = [lane for lane in await services.lanes.names() if await services.lanes.heal(lane) is not None]
    if healed:
        log.warning("lanes_healed", count=len(healed))
    return len(healed)


async def wake_outbox(services: Services) -> int:
    """Enqueue the delivery of every chat that has a due row and nobody sending; how many chats."""
    now = clock.now()
    busy = select(OutboundMessage.chat_telegram_id).where(OutboundMessage.state == "sending")
    first = (
        select(func.min(OutboundMessage.id), OutboundMessage.chat_telegram_id)
        .where(OutboundMessage.state == "pending", col(OutboundMessage.chat_telegram_id).not_in(busy))
        .group_by(col(OutboundMessage.chat_telegram_id))
        .limit(_BATCH)
        .subquery()
    )
    due = (
        select(OutboundMessage.id, OutboundMessage.chat_telegram_id, OutboundMessage.trace_id)
        .join(first, first.c[0] == OutboundMessage.id)
        .where(col(OutboundMessage.available_at) <= now)
    )
    async with services.database.transaction() as session:
        rows = (await session.exec(due)).all()
    for row_id, chat, trace in rows:
        assert row_id is not None
        await services.producer.enqueue(DeliverMessage(row_id, chat, trace))
    return len(rows)


async def end_lost_sends(services: Services) -> int:
    """A send whose worker died: an edit is owed again, a post may be in the chat and is marked unknown (I6)."""
    alive = await living_workers(services.redis)
    if services.worker_id not in alive:
        # Redis has just come back and knows nobody yet: nobody is to be taken for dead.
        return 0
    lost = (col(OutboundMessage.state) == "sending", col(OutboundMessage.claimed_by).not_in(alive))
    edits = col(OutboundMessage.method).startswith("edit")
    freed = {"claimed_at": None, "claimed_by": None}
    unknown = {"state": "unknown", "error": "The worker died while it was sending.", **freed}
    async with services.database.transaction() as session:
        again = await session.execute(
            update(OutboundMessage).where(*lost, edits).values(state="pending", **freed)
        )
        ended = await session.execute(update(OutboundMessage).where(*lost, ~edits).values(**unknown))
    found = int(again.rowcount + ended.rowcount)  # type: ignore[attr-defined]
    if found:
        log.warning("sends_lost", count=found)
    return found


async def settle_money(services: Services) -> int:
    """Reservations of killed processes are counted as spent; how many."""
    return await settle_abandoned(services.database, clock.now())


async def prune_history(services: Services) -> None:
    """Drop attempts, handled updates and sent messages older than the history's days (invariant I12)."""
    before = clock.now() - dt.timedelta(days=services.settings.history_days)
    async with services.database.transaction() as session:
        await session.execute(delete(JobRun).where(col(JobRun.started_at) < before))
        await session.execute(delete(InboundUpdate).where(col(InboundUpdate.handled_at) < before))
        await session.execute(delete(DeadLetter).where(col(DeadLetter.resolved_at) < before))
        await session.execute(
            delete(OutboundMessage).where(
                col(OutboundMessage.created_at) < before,
                col(OutboundMessage.state).in_(("sent", "failed")),
                # Cards are kept: an answer to one must still find its tasks.
                col(OutboundMessage.operation_id).is_(None),
            )
        )

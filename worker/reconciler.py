"""Finds in the rows what a crash left undone between a commit and the queue, and does it."""

import datetime as dt
from typing import Any

import structlog
from sqlalchemy import ColumnElement, delete, exists, func, update
from sqlmodel import col, select

from models.queue.jobs import DeliverMessage, EmbedBacklog, EmbedTasks, ReadDeferred
from models.runtime import clock
from models.tables.deferred_read import DeferredRead
from models.tables.delivery_pause import is_delivery_paused
from models.tables.embedding import TaskEmbedding
from models.tables.operation import TaskEvent
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from worker.budget.abandoned_calls import settle_abandoned
from worker.core.reply import BULK_PURPOSES
from worker.embeddings.backlog import FRESH, workspaces_behind
from worker.features.estimates.estimate_samples import reconcile_estimate_samples
from worker.queue.heartbeat import live_workers
from worker.services import Services

log = structlog.get_logger()

_BATCH = 200
# A new task's own job is under way for so long.
_YOUNG = dt.timedelta(minutes=2)
# A worker is known as dead 15 s after its last beat (worker/queue/heartbeat.py).
_DEAD_AFTER = dt.timedelta(seconds=20)
# No call to Telegram takes longer: 5 s each for the pool and the connection, 20 s each to write and to read.
_LONGEST_SEND = dt.timedelta(seconds=90)


def outbox_due(now: Any) -> ColumnElement[bool]:
    """Whether `wake_outbox` may have anything to do."""
    row = OutboundMessage
    due = col(row.available_at) <= now
    sent = ~is_delivery_paused(row.chat_telegram_id)
    return exists().where(col(row.state) == "pending", col(row.purpose).not_in(BULK_PURPOSES), due, sent)


def sending(_: Any) -> ColumnElement[bool]:
    """Whether `end_lost_sends` may have anything to do."""
    return exists().where(col(OutboundMessage.state) == "sending")


def deferred_reads_due(now: Any) -> ColumnElement[bool]:
    """Whether `wake_late` has anything to do."""
    return exists().where(col(DeferredRead.state) == "waiting", col(DeferredRead.next_try_at) <= now)


async def requeue_lane_heads(services: Services) -> int:
    """Put missing heads back into the queue; how many there were."""
    healed = [
        lane for lane in await services.lanes.names() if await services.lanes.requeue_head(lane) is not None
    ]
    if healed:
        log.warning("lanes_healed", count=len(healed))
    return len(healed)


async def enqueue_due_deliveries(services: Services) -> int:
    """Enqueue the delivery of every chat whose oldest row is due while nobody sends to it; how many chats."""
    busy = select(OutboundMessage.chat_telegram_id).where(OutboundMessage.state == "sending")
    heads = (
        select(func.min(OutboundMessage.id).label("id"))
        .where(
            OutboundMessage.state == "pending",
            # What nobody waits for goes in bulk (worker/delivery).
            col(OutboundMessage.purpose).not_in(BULK_PURPOSES),
            col(OutboundMessage.chat_telegram_id).not_in(busy),
            ~is_delivery_paused(OutboundMessage.chat_telegram_id),
        )
        .group_by(col(OutboundMessage.chat_telegram_id))
        .subquery()
    )
    due = (
        select(OutboundMessage.id, OutboundMessage.trace_id)
        .join(heads, heads.c.id == OutboundMessage.id)
        .where(col(OutboundMessage.available_at) <= clock.now())
        .order_by(col(OutboundMessage.available_at))
        .limit(_BATCH)
    )
    async with services.database.read_session() as session:
        rows = (await session.exec(due)).all()
    for row_id, trace in rows:
        assert row_id is not None
        await services.producer.enqueue(DeliverMessage(row_id, trace))
    return len(rows)


async def resolve_interrupted_sends(services: Services) -> int:
    """A send whose worker died: an edit is due again, a post may be in the chat and is marked unknown (I6)."""
    now, alive = clock.now(), await live_workers(services.redis)
    if services.worker_id not in alive:
        # Redis has just come back and knows nobody yet: nobody is to be taken for dead.
        return 0
    dead = col(OutboundMessage.claimed_by).not_in(alive) & (
        col(OutboundMessage.claimed_at) < now - _DEAD_AFTER
    )
    stuck = col(OutboundMessage.claimed_at) < now - _LONGEST_SEND
    lost = (col(OutboundMessage.state) == "sending", dead | stuck)
    edits = col(OutboundMessage.method).startswith("edit")
    freed = {"claimed_at": None, "claimed_by": None}
    unknown = {"state": "unknown", "error": "The worker died while it was sending.", **freed}
    ephemeral = col(OutboundMessage.ephemeral)
    async with services.database.transaction() as session:
        ended = [
            await session.execute(delete(OutboundMessage).where(*lost, ephemeral)),
            await session.execute(
                update(OutboundMessage).where(*lost, edits).values(state="pending", **freed)
            ),
            await session.execute(update(OutboundMessage).where(*lost, ~edits).values(**unknown)),
        ]
    found = sum(result.rowcount for result in ended)  # type: ignore[attr-defined]
    if found:
        log.warning("sends_lost", count=found)
    return found


async def settle_abandoned_calls(services: Services) -> int:
    """Reservations of killed processes are counted as spent; how many."""
    return await settle_abandoned(services.database, clock.now())


async def fill_missing_estimate_samples(services: Services) -> int:
    """What estimates learn from is brought up to the tasks as they are; how many rows changed."""
    async with services.database.transaction() as session:
        return await reconcile_estimate_samples(session)


async def enqueue_deferred_reads(services: Services) -> int:
    """Enqueue the messages that wait for the model and are due for another try; how many."""
    due = (
        select(DeferredRead.id, DeferredRead.trace_id)
        .where(DeferredRead.state == "waiting", col(DeferredRead.next_try_at) <= clock.now())
        .order_by(col(DeferredRead.next_try_at))
        .limit(_BATCH)
    )
    async with services.database.read_session() as session:
        rows = (await session.exec(due)).all()
    for late_id, trace in rows:
        assert late_id is not None
        await services.producer.enqueue(ReadDeferred(late_id, trace))
    return len(rows)


async def enqueue_missing_embeddings(services: Services) -> int:
    """Enqueue operations of the last day whose new tasks have no embedding at all: a crash or an outage took their job.

    What is older, or has another model's, is the backlog's.
    """
    now, known = clock.now(), select(TaskEmbedding.task_id)
    bare = (
        select(TaskEvent.operation_id, TaskEvent.workspace_id)
        .join(Task, col(Task.id) == col(TaskEvent.task_id))
        .where(
            col(TaskEvent.before).is_(None),
            Task.status != "dropped",
            col(Task.created_at) < now - _YOUNG,
            col(Task.created_at) > now - FRESH,
            col(Task.id).not_in(known),
        )
        .distinct()
        .limit(_BATCH)
    )
    async with services.database.read_session() as session:
        rows = (await session.exec(bare)).all()
    for operation_id, workspace_id in rows:
        await services.producer.enqueue(EmbedTasks(operation_id, workspace_id, f"o{operation_id}"))
    return len(rows)


async def enqueue_embedding_backlog(services: Services) -> int:
    """Enqueue the workspaces with tasks that lack an embedding under the present model; how many workspaces."""
    async with services.database.read_session() as session:
        found = await workspaces_behind(session, services.embedding.model, clock.now(), _BATCH)
    for workspace_id in found:
        await services.producer.enqueue(EmbedBacklog(workspace_id))
    return len(found)

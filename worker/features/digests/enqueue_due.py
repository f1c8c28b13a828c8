"""Scheduler ticks that find due schedules and runs and enqueue their jobs (invariant I10: one run a day)."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import ColumnElement, Text, cast, exists, func, or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import RenderDigests, SendBulk, SendDigest
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.delivery_pause import is_delivery_paused
from models.tables.next_run import next_occurrence
from models.tables.outbox import OutboundMessage
from models.tables.schedule import Schedule, ScheduleRun
from worker.core.reply import BULK_PURPOSES
from worker.features.digests.delivery_results import update_run_state
from worker.features.digests.schedules import CATCH_UP, dates_due
from worker.features.digests.unreachable_chats import pause_schedules_if_blocked, resume_schedules
from worker.services import Services

log = structlog.get_logger()

_BATCH = 500
# How much may be ready to be sent at a time, in seconds of sending at Telegram's rate.
_READY_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class _DueSchedule:
    """A due schedule, where and in which zone."""

    schedule: Schedule
    zone: str
    chat_telegram_id: int
    blocked: bool


async def enqueue_due(services: Services) -> int:
    """Write the ledger rows of due schedules, enqueue their rendering, set their next time; how many there were.

    Enqueue first, then commit: a crash between them enqueues again, and the ledger's key makes that harmless.
    The other order lost 500 of 2,000 in the measured crashes (ops/docs/design.md#the-scheduler).
    """
    count = 0
    while True:
        async with services.database.transaction() as session:
            found = await _due_schedules(session, clock.now())
            await _write_runs(services, session, found, clock.now())
        count += len(found)
        if len(found) < _BATCH:
            break
    if count:
        log.info("schedules_due", count=count)
    return count


async def enqueue_waiting(services: Services) -> None:
    """Enqueue the jobs of runs and messages that wait, in case the queue was lost or a job ran too early."""
    waiting = select(ScheduleRun.schedule_id).where(ScheduleRun.state == "enqueued")
    batched = waiting.where(~col(ScheduleRun.alone)).limit(1)
    alone = (
        select(col(ScheduleRun.schedule_id), col(ScheduleRun.local_on))
        .where(ScheduleRun.state == "enqueued", col(ScheduleRun.alone))
        .limit(_BATCH)
    )
    pending = select(OutboundMessage.id).where(*_pending_bulk(clock.now())).limit(1)
    async with services.database.read_session() as session:
        to_render = (await session.exec(batched)).first()
        single = (await session.exec(alone)).all()
        to_send = (await session.exec(pending)).first()
    if to_render is not None and await bulk_has_room(services, clock.now(), share=0.5):
        await services.producer.enqueue(RenderDigests())
    if to_send is not None:
        await services.producer.enqueue(SendBulk())
    for schedule_id, local_on in single:
        await services.producer.enqueue(SendDigest(schedule_id, local_on.isoformat()))


async def bulk_has_room(services: Services, now: dt.datetime, *, share: float = 1.0) -> bool:
    """Whether fewer bulk messages are pending than may be ready at a time, or than a `share` of that.

    Rendered all at once, ten thousand digests took the CPU that sending needed.
    """
    most = max(1, round(_READY_SECONDS * services.settings.telegram_per_second * share))
    pending = select(OutboundMessage.id).where(*_pending_bulk(now)).limit(most).subquery()
    async with services.database.read_session() as session:
        return (await session.exec(select(func.count()).select_from(pending))).one() < most


async def update_rendered_runs(services: Services) -> int:
    """Update rendered runs whose messages are all final, in case their sender was killed before; returns how many."""
    now = clock.now()
    # A digest's parts carry its trace.
    part = col(OutboundMessage.trace_id) == (
        "d" + cast(col(ScheduleRun.schedule_id), Text) + "-" + cast(col(ScheduleRun.local_on), Text)
    )
    open_part = exists().where(
        part,
        col(OutboundMessage.purpose) == "digest",
        col(OutboundMessage.state).in_(("pending", "sending")),
    )
    statement = (
        select(col(ScheduleRun.schedule_id), col(ScheduleRun.local_on))
        .where(ScheduleRun.state == "rendered", ~open_part)
        .limit(_BATCH)
    )
    async with services.database.transaction() as session:
        for schedule_id, local_on in (found := (await session.exec(statement)).all()):
            await update_run_state(session, schedule_id, local_on, now)
    return len(found)


async def resume_paused(services: Services) -> int:
    """Resume the schedules of chats that can be reached again; returns how many chats."""
    statement = (
        select(Chat)
        .where(
            col(Chat.blocked_at).is_(None),
            col(Chat.id).in_(select(Schedule.chat_id).where(col(Schedule.paused_at).is_not(None))),
        )
        .limit(_BATCH)
    )
    async with services.database.transaction() as session:
        for chat in (chats := (await session.exec(statement)).all()):
            await resume_schedules(session, chat, clock.now())
    return len(chats)


def has_due_schedules(now: Any) -> ColumnElement[bool]:
    """Whether `enqueue_due` has anything to do at an instant."""
    return exists().where(*_is_due(now))


def has_waiting_runs(now: Any) -> ColumnElement[bool]:
    """Whether `enqueue_waiting` may have anything to do."""
    return or_(exists().where(col(ScheduleRun.state) == "enqueued"), exists().where(*_pending_bulk(now)))


def has_rendered_runs(_: Any) -> ColumnElement[bool]:
    """Whether `settle_rendered` may have anything to do."""
    return exists().where(col(ScheduleRun.state) == "rendered")


def has_paused_schedules(_: Any) -> ColumnElement[bool]:
    """Whether `resume_paused` may have anything to do."""
    return exists().where(col(Schedule.paused_at).is_not(None))


def _pending_bulk(now: Any) -> tuple[Any, ...]:
    return (
        col(OutboundMessage.state) == "pending",
        col(OutboundMessage.purpose).in_(BULK_PURPOSES),
        col(OutboundMessage.available_at) <= now,
        ~is_delivery_paused(OutboundMessage.chat_telegram_id),
    )


def _is_due(now: Any) -> tuple[Any, ...]:
    return col(Schedule.enabled), col(Schedule.paused_at).is_(None), col(Schedule.next_run_at) <= now


async def _due_schedules(session: AsyncSession, now: dt.datetime) -> list[_DueSchedule]:
    statement = (
        select(Schedule, Chat.zone, Chat.telegram_id, Chat.blocked_at)
        .join(Chat, col(Chat.id) == col(Schedule.chat_id))
        .where(*_is_due(now))
        .order_by(col(Schedule.next_run_at))
        .limit(_BATCH)
        .with_for_update(of=Schedule, skip_locked=True)
    )
    rows = (await session.exec(statement)).all()
    return [_DueSchedule(schedule, zone, chat, blocked is not None) for schedule, zone, chat, blocked in rows]


async def _write_runs(
    services: Services, session: AsyncSession, found: Sequence[_DueSchedule], now: dt.datetime
) -> None:
    # Runs that need the solver or a model are rendered by a job of their own.
    alone = ["day_plan"] if services.openai is None else ["day_plan", "weekly_review"]
    runs: list[dict[str, Any]] = []
    for due in found:
        if due.blocked:
            await pause_schedules_if_blocked(session, due.chat_telegram_id, now)
            continue
        try:
            runs += _runs_until_now(due, now, alone)
        except (ValueError, KeyError):
            # One bad row (a zone that tzdata no longer has) must not stop the digests of the others.
            due.schedule.enabled = False
            log.exception("schedule_disabled", schedule_id=due.schedule.id)
    if runs:
        await session.execute(insert(ScheduleRun).values(runs).on_conflict_do_nothing())
        await services.producer.enqueue(RenderDigests())


def _runs_until_now(due: _DueSchedule, now: dt.datetime, alone: Collection[str]) -> list[dict[str, Any]]:
    """The ledger rows of the days that are due; sets the schedule's next day.

    Only the newest may still be sent, within its window; the others are stored as skipped.
    """
    schedule, zone = due.schedule, ZoneInfo(due.zone)
    days = dates_due(
        schedule.local_time,
        schedule.weekdays,
        zone,
        next_on=schedule.next_on,
        next_run_at=schedule.next_run_at,
        now=now,
    )
    newest = days[-1]
    schedule.next_on, schedule.next_run_at = next_occurrence(
        schedule.local_time,
        schedule.weekdays,
        zone,
        after=now,
        first_day=newest[0] + dt.timedelta(days=1),
    )
    in_time = now - newest[1] <= CATCH_UP[schedule.kind]
    return [
        {
            "schedule_id": schedule.id,
            "local_on": day,
            "zone": due.zone,
            "due_at": due_at,
            "enqueued_at": now,
            "parts": 0,
            "alone": schedule.kind in alone,
            "state": "enqueued" if (day, due_at) == newest and in_time else "skipped",
            "reason": None if (day, due_at) == newest and in_time else "late",
        }
        for day, due_at in days
    ]

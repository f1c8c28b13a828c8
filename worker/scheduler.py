"""Ticks by APScheduler; each tick only finds work in rows and enqueues it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import ColumnElement, DateTime, bindparam, select

from models.runtime import clock
from worker import reconciler
from worker.alerts.run_checks import run_certificate_check
from worker.core.error_kinds import is_outage
from worker.features.assignments.enqueue import enqueue_assignments
from worker.features.assignments.queries import has_assignment_work
from worker.features.calendars.feeds import enqueue_stale_feeds, has_stale_feeds
from worker.features.calendars.subscriptions import enqueue_due_subscriptions, has_due_subscriptions
from worker.features.digests import enqueue_due
from worker.features.digests.unanswered_events import close_unanswered, has_unanswered
from worker.features.export.service import enqueue_exports, has_exports
from worker.features.forget.service import enqueue_erasures, has_erasures
from worker.features.planning.kept_changes import has_kept_changes, offer_kept_changes
from worker.features.planning.offer_replan import offer_replans
from worker.features.recurrence.queries import has_series_to_follow
from worker.features.recurrence.service import enqueue_series
from worker.features.reminders.queries import has_due_reminders
from worker.features.reminders.service import enqueue_reminders
from worker.features.restore.service import enqueue_restores, has_restores
from worker.features.settings.service import end_trips, has_ended_trip
from worker.retention import prune_history
from worker.services import Services

log = structlog.get_logger()

Tick = Callable[[Services], Awaitable[object]]
Probe = Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class ScheduledTick:
    """A tick, every how many seconds, and the condition that says whether there is anything for it to do."""

    tick: Tick
    seconds: float
    probe: Probe | None = None


TICKS: tuple[ScheduledTick, ...] = (
    ScheduledTick(enqueue_due.enqueue_due, 1, enqueue_due.has_due_schedules),
    ScheduledTick(enqueue_due.enqueue_waiting, 1, enqueue_due.has_waiting_runs),
    ScheduledTick(reconciler.enqueue_due_deliveries, 1, reconciler.outbox_due),
    ScheduledTick(enqueue_assignments, 1, has_assignment_work),
    ScheduledTick(enqueue_reminders, 2, has_due_reminders),
    ScheduledTick(enqueue_exports, 2, has_exports),
    ScheduledTick(enqueue_restores, 2, has_restores),
    ScheduledTick(enqueue_erasures, 2, has_erasures),
    ScheduledTick(enqueue_series, 2, has_series_to_follow),
    ScheduledTick(reconciler.requeue_lane_heads, 3),
    ScheduledTick(reconciler.resolve_interrupted_sends, 5, reconciler.sending),
    ScheduledTick(reconciler.enqueue_deferred_reads, 5, reconciler.deferred_reads_due),
    ScheduledTick(enqueue_due.resume_paused, 5, enqueue_due.has_paused_schedules),
    ScheduledTick(enqueue_stale_feeds, 5, has_stale_feeds),
    ScheduledTick(enqueue_due_subscriptions, 5, has_due_subscriptions),
    ScheduledTick(enqueue_due.update_rendered_runs, 15, enqueue_due.has_rendered_runs),
    ScheduledTick(end_trips, 15, has_ended_trip),
    ScheduledTick(close_unanswered, 15, has_unanswered),
    ScheduledTick(offer_kept_changes, 15, has_kept_changes),
    ScheduledTick(offer_replans, 60),
    ScheduledTick(reconciler.settle_abandoned_calls, 60),
    ScheduledTick(reconciler.enqueue_missing_embeddings, 300),
    ScheduledTick(reconciler.enqueue_embedding_backlog, 300),
    ScheduledTick(reconciler.fill_missing_estimate_samples, 300),
    ScheduledTick(run_certificate_check, 600),
    ScheduledTick(prune_history, 3600),
)


@dataclass
class LastTick:
    """When the scheduler last looked for work (ms of the wall clock): a worker's heartbeat tells it, from outside of it."""

    at_ms: int = field(default_factory=clock.wall_ms)

    def __call__(self) -> str:
        """As the heartbeat tells it."""
        return str(self.at_ms)


def start_scheduler(services: Services, last_tick: LastTick | None = None) -> AsyncIOScheduler:
    """Tick in this event loop until `shutdown` is called on what comes back; each look is noted in `last_tick`."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for seconds, ticks in groupby(sorted(TICKS, key=_seconds), key=_seconds):
        scheduler.add_job(
            run_guarded,
            "interval",
            args=[Beat(tuple(ticks), last_tick), services],
            id=f"every {seconds:g} s",
            seconds=seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler


class Beat:
    """The ticks of one interval. One read asks for all of them, and only those with something to do are run.

    Each asking for itself in a transaction was 22 round trips a second, and most of an idle worker's CPU.
    """

    def __init__(self, ticks: Sequence[ScheduledTick], last_tick: LastTick | None = None) -> None:
        self._last_tick = last_tick or LastTick()
        self._always = [each.tick for each in ticks if each.probe is None]
        self._asked = [each.tick for each in ticks if each.probe is not None]
        self.question = _question([each.probe for each in ticks if each.probe is not None])
        self._running: dict[Tick, asyncio.Task[None]] = {}

    async def __call__(self, services: Services) -> None:
        """Look, and run what there is to run."""
        for tick in [*self._always, *await self.due(services)]:
            # One that takes longer than its interval goes on, and holds up no other.
            if tick not in self._running:
                task = asyncio.create_task(run_guarded(tick, services))
                self._running[tick] = task
                task.add_done_callback(partial(self._ended, tick))
        self._last_tick.at_ms = clock.wall_ms()

    async def due(self, services: Services) -> Iterable[Tick]:
        """The ticks whose probes find something to do, by one read."""
        if not self._asked:
            return ()
        async with services.database.read_session() as session:
            found = (await session.execute(self.question, {"now": clock.now()})).one()
        return [tick for tick, has_work in zip(self._asked, found, strict=True) if has_work]

    def _ended(self, tick: Tick, _: object) -> None:
        del self._running[tick]


def _question(probes: Sequence[Probe]) -> Any:
    now = bindparam("now", type_=DateTime(timezone=True))
    return select(*(probe(now).label(f"due{place}") for place, probe in enumerate(probes)))


def _seconds(ticking: ScheduledTick) -> float:
    return ticking.seconds


async def run_guarded(tick: Tick, services: Services) -> None:
    """One tick. A store that is away is the next tick's work; a defect is logged with its traceback."""
    name = getattr(tick, "__name__", "look")
    try:
        await tick(services)
    except Exception as error:
        if is_outage(error):
            log.warning("tick_missed", tick=name, error=type(error).__name__)
        else:
            log.exception("tick_failed", tick=name)

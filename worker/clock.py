"""Clock: APScheduler ticks; each tick only finds work in rows and enqueues it."""

from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from worker import sweeps
from worker.digests.due import enqueue_due, enqueue_waiting, resume_paused, settle_rendered
from worker.digests.homecoming import end_trips
from worker.history import prune_history
from worker.outages import is_outage
from worker.recurrence.due import enqueue_series
from worker.reminders.due import enqueue_reminders
from worker.services import Services

log = structlog.get_logger()

Tick = Callable[[Services], Awaitable[object]]

# What is looked at, and how often (seconds).
TICKS: tuple[tuple[Tick, float], ...] = (
    (enqueue_due, 1),
    (enqueue_waiting, 1),
    (sweeps.wake_outbox, 1),
    (sweeps.heal_lanes, 3),
    (sweeps.end_lost_sends, 5),
    (sweeps.wake_late, 5),
    (enqueue_reminders, 2),
    (enqueue_series, 2),
    (settle_rendered, 15),
    (resume_paused, 5),
    (end_trips, 20),
    (sweeps.settle_money, 60),
    (sweeps.wake_embeddings, 300),
    (sweeps.heal_experience, 300),
    (prune_history, 3600),
)


def start_clock(services: Services) -> AsyncIOScheduler:
    """Tick in this event loop until `shutdown` is called on what comes back."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for tick, seconds in TICKS:
        scheduler.add_job(
            _guarded,
            "interval",
            args=[tick, services],
            id=tick.__name__,
            seconds=seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler


async def _guarded(tick: Tick, services: Services) -> None:
    """One tick. A store that is away is the next tick's work; a defect is logged with its traceback."""
    try:
        await tick(services)
    except Exception as error:
        if is_outage(error):
            log.warning("tick_missed", tick=tick.__name__, error=type(error).__name__)
        else:
            log.exception("tick_failed", tick=tick.__name__)

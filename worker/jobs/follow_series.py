"""Makes the next task of every recurring task that is over or whose next one is due, and follows changed ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage, FollowSeries
from models.runtime import clock
from models.tables.series_task import SeriesTask
from models.tables.task import Task
from worker.core.error_kinds import is_outage
from worker.core.job_result import JobResult
from worker.core.row_changes import count_row_changes
from worker.features.recurrence.queries import changed_series_tasks, series_tasks_to_go_on
from worker.features.recurrence.service import follow_series_task
from worker.services import Services

log = structlog.get_logger()

_BATCH = 100


@dataclass(frozen=True, slots=True)
class SeriesFollowed(JobResult):
    """How many tasks were looked at, the rows made and changed for them by table, and how many questions were asked."""

    looked_at: int
    made: dict[str, int]
    changed: dict[str, int]
    questions: int


async def follow_series(services: Services, job: FollowSeries) -> SeriesFollowed:  # noqa: ARG001 - the shape of every job
    """Follow every recurring task that has changed or whose next one is due, a batch in one transaction, until none is left."""
    made, changed, looked_at, questions = Counter[str](), Counter[str](), 0, 0
    while True:
        async with services.database.transaction() as session:
            found = await _to_follow(session)
            with count_row_changes(session) as changes:
                asked = [await follow_series_task(session, task, place) for task, place in found]
                await session.flush()
        made, changed, looked_at = made + changes.made, changed + changes.changed, looked_at + len(found)
        for row in asked:
            if row is not None and row.id is not None:
                questions += 1
                await services.producer.enqueue(DeliverMessage(row.id, row.trace_id))
        if not found:
            return SeriesFollowed(looked_at, made, changed, questions)


async def let_series_go_on(services: Services) -> None:
    """Follow the series before a day is told or planned: after an outage both are due at once. A defect of the series is
    logged here and reported by their own job; it holds up no digest."""
    try:
        await follow_series(services, FollowSeries())
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("series_not_followed")


async def _to_follow(session: AsyncSession) -> Sequence[tuple[Task, SeriesTask | None]]:
    """A batch of them, locked: those that were changed before those whose next one is due."""
    for statement in (changed_series_tasks(), series_tasks_to_go_on(clock.now())):
        locked = statement.limit(_BATCH).with_for_update(of=Task, skip_locked=True)
        found: Sequence[tuple[Task, SeriesTask | None]] = (await session.exec(locked)).all()
        if found:
            return found
    return ()

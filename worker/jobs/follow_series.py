"""Job: creates the next task of every recurring task that is over, and follows new, changed and reopened ones."""

from collections import Counter
from dataclasses import dataclass

from models.queue.jobs import DeliverMessage, FollowSeries
from models.tables.task import Task
from worker.core.job_result import JobResult
from worker.core.row_changes import count_row_changes
from worker.features.recurrence.queries import changed_series_tasks
from worker.features.recurrence.service import follow_series_task
from worker.services import Services

_BATCH = 100


@dataclass(frozen=True, slots=True)
class SeriesFollowed(JobResult):
    """How many tasks were looked at, the rows made and changed for them by table, and how many questions were asked."""

    looked_at: int
    made: dict[str, int]
    changed: dict[str, int]
    questions: int


async def follow_series(services: Services, job: FollowSeries) -> SeriesFollowed:  # noqa: ARG001 - the shape of every job
    """Follow every changed recurring task, a batch in one transaction, until none is left."""
    made, changed, looked_at, questions = Counter[str](), Counter[str](), 0, 0
    while True:
        async with services.database.transaction() as session:
            found = (
                await session.exec(
                    changed_series_tasks().limit(_BATCH).with_for_update(of=Task, skip_locked=True)
                )
            ).all()
            with count_row_changes(session) as changes:
                asked = [await follow_series_task(session, task, place) for task, place in found]
                await session.flush()
        made, changed, looked_at = made + changes.made, changed + changes.changed, looked_at + len(found)
        for row in asked:
            if row is not None and row.id is not None:
                questions += 1
                await services.producer.enqueue(DeliverMessage(row.id, row.trace_id))
        if len(found) < _BATCH:
            return SeriesFollowed(looked_at, made, changed, questions)

"""Job: follows tasks that were given, changed and closed, asks silent executors again, and tells everybody what is due."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage, FollowAssignments
from models.runtime import clock
from models.tables.outbox import OutboundMessage
from worker.core.job_result import JobResult
from worker.features.assignments.follow import follow_task
from worker.features.assignments.nudges import nudge_silent
from worker.features.assignments.queries import due_notices, unfollowed_tasks
from worker.features.assignments.tell import tell_member
from worker.services import Services


@dataclass(frozen=True, slots=True)
class AssignmentsFollowed(JobResult):
    """How many tasks were looked at, how many executors are asked again, and the messages that were written."""

    looked_at: int
    nudged: int
    messages: list[int]


async def follow_assignments(services: Services, job: FollowAssignments) -> AssignmentsFollowed:  # noqa: ARG001 - the shape of every job
    """Follow, ask again and tell until nothing is left; each batch is one transaction, with its rows of the outbox."""
    looked_at = nudged = 0
    messages: list[int] = []
    while True:
        async with services.database.transaction() as session:
            followed = await _follow(session)
            asked = await nudge_silent(session, clock.now())
        async with services.database.transaction() as session:
            rows, told = await _tell(session)
        for row in rows:
            assert row.id is not None
            await services.producer.enqueue(DeliverMessage(row.id, row.trace_id))
        looked_at, nudged = looked_at + followed, nudged + asked
        messages += [row.id for row in rows if row.id is not None]
        if not followed and not asked and not told:
            return AssignmentsFollowed(looked_at, nudged, messages)


async def _follow(session: AsyncSession) -> int:
    tasks = (await session.exec(unfollowed_tasks())).all()
    for task in tasks:
        await follow_task(session, task, clock.now())
    return len(tasks)


async def _tell(session: AsyncSession) -> tuple[list[OutboundMessage], int]:
    """The rows written for what is due, and how many notices were due."""
    now = clock.now()
    due = (await session.exec(due_notices(now))).all()
    kinds: dict[int, set[str]] = {}
    for notice in due:
        kinds.setdefault(notice.member_id, set()).add(notice.kind)
    rows = [row for member, of in kinds.items() for row in await tell_member(session, member, of, now)]
    return rows, len(due)

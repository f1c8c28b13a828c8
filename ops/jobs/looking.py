"""Looking: what the reading commands ask for."""

from models.operations import letter_rows, queue_facts
from models.operations.job_detail import JobDetail, job_detail
from models.operations.job_rows import JobFilter, JobRow, find_jobs
from models.operations.letter_rows import LetterKind
from models.operations.queue_facts import LaneFacts
from models.operations.steering import Steering
from models.operations.trace import Trace, assemble
from models.operations.waiting import WAITING, WaitingJob, find_waiting


async def listed(steering: Steering, wanted: JobFilter) -> list[JobRow] | list[WaitingJob]:
    """Jobs that ran, or with a waiting state those in the queue."""
    async with steering.records.reading() as connection:
        for waiting in WAITING:
            if wanted.state == waiting:
                page = await find_waiting(
                    steering.redis,
                    connection,
                    waiting,
                    name=wanted.name,
                    queue=wanted.queue,
                    text=wanted.text,
                    chat=wanted.chat,
                    limit=wanted.limit,
                )
                return page.jobs
        return (await find_jobs(connection, wanted)).jobs


async def shown(steering: Steering, job_id: str) -> JobDetail | None:
    """One job."""
    return await job_detail(steering, job_id)


async def all_lanes(steering: Steering) -> list[LaneFacts]:
    """The lanes in which something waits."""
    async with steering.records.reading() as connection:
        return await queue_facts.lanes(steering.redis, connection)


async def letter_kinds(steering: Steering) -> list[LetterKind]:
    """The open letters by kind."""
    async with steering.records.reading() as connection:
        return await letter_rows.kinds(connection)


async def traced(steering: Steering, trace_id: str) -> Trace | None:
    """One trace."""
    async with steering.records.reading() as connection:
        return await assemble(connection, trace_id)

"""Looking: what the reading commands ask for."""

from models.console import dead_letter_queries, queue_stats
from models.console.dead_letter_queries import DeadLetterKind
from models.console.job_detail import JobDetail, job_detail
from models.console.job_queries import JobFilter, JobRow, find_jobs
from models.console.operator_context import OperatorContext
from models.console.pending_jobs import WAITING, WaitingJob, find_waiting
from models.console.queue_stats import LaneFacts
from models.console.traces import Trace, assemble


async def listed(steering: OperatorContext, wanted: JobFilter) -> list[JobRow] | list[WaitingJob]:
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


async def shown(steering: OperatorContext, job_id: str) -> JobDetail | None:
    """One job."""
    return await job_detail(steering, job_id)


async def all_lanes(steering: OperatorContext) -> list[LaneFacts]:
    """The lanes in which something waits."""
    async with steering.records.reading() as connection:
        return await queue_stats.lanes(steering.redis, connection)


async def letter_kinds(steering: OperatorContext) -> list[DeadLetterKind]:
    """The open letters by kind."""
    async with steering.records.reading() as connection:
        return await dead_letter_queries.dead_letter_kinds(connection)


async def traced(steering: OperatorContext, trace_id: str) -> Trace | None:
    """One trace."""
    async with steering.records.reading() as connection:
        return await assemble(connection, trace_id)

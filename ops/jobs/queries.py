"""What `list`, `lanes`, `dead-letters` and `trace` read."""

from models.console import dead_letter_queries, queue_stats
from models.console.dead_letter_queries import DeadLetterKind
from models.console.job_queries import JobFilter, JobRow, find_jobs
from models.console.operator_context import OperatorContext
from models.console.pending_jobs import PENDING_STATES, PendingJob, find_pending_jobs
from models.console.queue_stats import LaneStatus
from models.console.traces import TraceTimeline, load_trace_timeline


async def list_jobs_by_filter(context: OperatorContext, wanted: JobFilter) -> list[JobRow] | list[PendingJob]:
    """Jobs that have run; with a pending state, jobs in the queue."""
    async with context.postgres.connection() as connection:
        for state in PENDING_STATES:
            if wanted.state == state:
                page = await find_pending_jobs(
                    context.redis,
                    connection,
                    state,
                    name=wanted.name,
                    queue=wanted.queue,
                    text=wanted.text,
                    chat=wanted.chat,
                    limit=wanted.limit,
                )
                return page.jobs
        return (await find_jobs(connection, wanted)).jobs


async def list_lane_statuses(context: OperatorContext) -> list[LaneStatus]:
    """The lanes with waiting updates."""
    async with context.postgres.connection() as connection:
        return await queue_stats.load_lane_statuses(context.redis, connection)


async def list_dead_letter_kinds(context: OperatorContext) -> list[DeadLetterKind]:
    """The open dead letters by kind."""
    async with context.postgres.connection() as connection:
        return await dead_letter_queries.dead_letter_kinds(connection)


async def find_trace(context: OperatorContext, trace_id: str) -> TraceTimeline | None:
    """One trace."""
    async with context.postgres.connection() as connection:
        return await load_trace_timeline(connection, trace_id)

"""The queries behind both the pages and the JSON API, with the HTTP errors that both answer."""

import datetime as dt
from dataclasses import dataclass, replace

from fastapi import HTTPException

from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.request_values import parse_offset
from models.console import dead_letter_queries, queue_stats
from models.console.dead_letter_queries import DeadLetterKind, DeadLetterPage, DeadLetterRow
from models.console.embedding_progress import EmbeddingProgress, count_embedded_tasks
from models.console.estimate_scores import WeeklyEstimateScore, weekly_estimate_scores
from models.console.job_detail import JobDetail, load_job_detail
from models.console.job_queries import JobFilter, JobPage, count_jobs, find_jobs
from models.console.model_spending import ModelSpending, load_model_spending
from models.console.outbox_queries import OutboxPage, find_outbox
from models.console.page_cursor import BadCursorError
from models.console.pending_jobs import PendingJobPage, find_pending_jobs
from models.console.queue_stats import LaneStatus
from models.console.schedules import ScheduleRunStatus, ScheduleStatus, find_schedule_runs, find_schedules
from models.console.traces import RecentTrace, TraceTimeline, load_trace_timeline, recent_traces
from models.health.row_checks import find_waiting_locks
from models.queue.connection import QueueError
from models.runtime import clock


def is_database_trouble(error: Exception) -> bool:
    """Whether PostgreSQL is away, or did not give a lock or an answer in time."""
    return isinstance(error, OSError | TimeoutError) or type(error).__module__.startswith("asyncpg")


@dataclass(frozen=True, slots=True)
class CountedJobs:
    """A page of jobs. `count` stops at 10,000, and `more` says whether it did."""

    page: JobPage
    count: int
    more: bool


async def search_jobs(dashboard: DashboardDependencies, wanted: JobFilter) -> CountedJobs:
    """Jobs that have run, and how many match. Raises 422 for an invalid page cursor."""
    async with dashboard.operator_context.postgres.connection() as connection:
        try:
            page = await find_jobs(connection, wanted)
        except BadCursorError as error:
            raise HTTPException(422, str(error)) from error
        count, more = await count_jobs(connection, replace(wanted, cursor=""))
        return CountedJobs(page, count, more)


async def search_pending_jobs(dashboard: DashboardDependencies, wanted: JobFilter) -> PendingJobPage:
    """Jobs that wait in the queue. Raises 422 for an invalid offset."""
    offset = parse_offset(wanted.cursor)
    async with dashboard.operator_context.postgres.connection() as connection:
        return await find_pending_jobs(
            dashboard.redis,
            connection,
            wanted.state,  # type: ignore[arg-type]
            name=wanted.name,
            queue=wanted.queue,
            text=wanted.text,
            chat=wanted.chat,
            offset=offset,
        )


async def job_or_404(dashboard: DashboardDependencies, job_id: str) -> JobDetail:
    """The job. Raises 404 when neither the rows nor the queue know it."""
    job = await load_job_detail(dashboard.operator_context, job_id[:200])
    if job is None:
        raise HTTPException(404, "No such job, or its history has been deleted.")
    return job


async def search_dead_letters(
    dashboard: DashboardDependencies,
    *,
    resolved: bool,
    name: str = "",
    kind: str = "",
    text: str = "",
    cursor: str = "",
) -> DeadLetterPage:
    """One page of dead letters, newest first. Raises 422 for an invalid page cursor."""
    async with dashboard.operator_context.postgres.connection() as connection:
        try:
            return await dead_letter_queries.find_dead_letters(
                connection, resolved=resolved, name=name, error_kind=kind, text=text.strip(), cursor=cursor
            )
        except BadCursorError as error:
            raise HTTPException(422, str(error)) from error


async def load_dead_letter_kinds(dashboard: DashboardDependencies) -> list[DeadLetterKind]:
    """The open dead letters by kind, the most frequent first."""
    async with dashboard.operator_context.postgres.connection() as connection:
        return await dead_letter_queries.dead_letter_kinds(connection)


async def dead_letter_or_404(dashboard: DashboardDependencies, dead_letter_id: int) -> DeadLetterRow:
    """The dead letter, without its payload. Raises 404."""
    async with dashboard.operator_context.postgres.connection() as connection:
        dead_letter = await dead_letter_queries.load_dead_letter(connection, dead_letter_id)
    if dead_letter is None:
        raise HTTPException(404, "No such dead letter, or it has been deleted with the history.")
    return dead_letter


async def load_lanes(dashboard: DashboardDependencies) -> list[LaneStatus]:
    """The 200 lanes with the oldest heads. What halts them all, a lock or a database that is away, is said of each."""
    halted = None
    try:
        async with dashboard.operator_context.postgres.connection() as connection:
            lock = await find_waiting_locks(connection)
            halted = lock.sentence if lock else None
            return await queue_stats.load_lane_statuses(dashboard.redis, connection, halted=halted)
    except Exception as error:
        if isinstance(error, QueueError) or not is_database_trouble(error):
            raise
        halted = (
            halted
            or f"PostgreSQL does not answer ({type(error).__name__}): it is away, or a table is locked."
        )
    return await queue_stats.load_lane_statuses(dashboard.redis, None, halted=halted)


async def load_lane_updates(dashboard: DashboardDependencies, lane: str) -> list[int]:
    """The ids of the updates in a lane, head first; at most 50."""
    return await queue_stats.lane_update_ids(dashboard.redis, lane[:100])


async def load_recent_traces(dashboard: DashboardDependencies, limit: int = 50) -> list[RecentTrace]:
    """The newest updates."""
    async with dashboard.operator_context.postgres.connection() as connection:
        return await recent_traces(connection, limit=limit)


async def trace_or_404(dashboard: DashboardDependencies, trace_id: str) -> TraceTimeline:
    """The trace. Raises 404."""
    async with dashboard.operator_context.postgres.connection() as connection:
        trace = await load_trace_timeline(connection, trace_id[:100])
    if trace is None:
        raise HTTPException(404, "Nothing has this trace id, or it has been deleted with the history.")
    return trace


async def load_schedules(
    dashboard: DashboardDependencies, after_id: int = 0, limit: int = 100, outcome: str = "", hours: int = 0
) -> list[ScheduleStatus]:
    """Schedules by id, from the one after `after_id`; with `outcome` and `hours` by their last run."""
    since = clock.now() - dt.timedelta(hours=hours) if hours else None
    async with dashboard.operator_context.postgres.connection() as connection:
        return await find_schedules(connection, after_id=after_id, limit=limit, outcome=outcome, since=since)


async def load_schedule_runs(
    dashboard: DashboardDependencies, schedule_id: int, limit: int = 30
) -> list[ScheduleRunStatus]:
    """A schedule's last days, newest first."""
    async with dashboard.operator_context.postgres.connection() as connection:
        return await find_schedule_runs(connection, schedule_id, limit=limit)


async def search_outbox(
    dashboard: DashboardDependencies,
    *,
    state: str,
    chat: int | None,
    before: int,
    hours: int = 0,
    lost: bool = False,
) -> OutboxPage:
    """Outbox rows older than the row `before` (0: the newest) of the last `hours` (0: all), without their texts."""
    since = clock.now() - dt.timedelta(hours=hours) if hours else None
    async with dashboard.operator_context.postgres.connection() as connection:
        return await find_outbox(connection, state=state, chat=chat, before=before, since=since, lost=lost)


async def load_spending(dashboard: DashboardDependencies) -> ModelSpending:
    """What the models cost in the last 30 days."""
    async with dashboard.operator_context.postgres.connection() as connection:
        return await load_model_spending(connection, clock.now())


async def load_estimate_scores(dashboard: DashboardDependencies) -> list[WeeklyEstimateScore]:
    """How accurate the estimates of the last half year were, by week."""
    async with dashboard.operator_context.postgres.connection() as connection:
        return await weekly_estimate_scores(connection, clock.now())


async def load_embedding_progress(dashboard: DashboardDependencies) -> list[EmbeddingProgress]:
    """How many tasks have a vector of each model in use, at most 1.5 s old; empty while no worker is alive."""

    async def load() -> list[EmbeddingProgress]:
        async with dashboard.operator_context.postgres.connection() as connection:
            return await count_embedded_tasks(dashboard.redis, connection)

    progress: list[EmbeddingProgress] = await dashboard.cached("embeddings", load)
    return progress

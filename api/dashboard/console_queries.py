"""The queries behind both the pages and the JSON API, with the HTTP errors that both answer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from fastapi import HTTPException

from api.dashboard.auth.sessions import Visitor
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.request_values import parse_chat_id, parse_offset
from models.console import dead_letter_queries, queue_stats
from models.console.charts import Charts, load_charts
from models.console.chat_of_job import ChatOfJob, find_chat_names, find_chats_named, find_chats_of_jobs
from models.console.dead_letter_queries import DeadLetterKind, DeadLetterPage, DeadLetterRow
from models.console.delivery_pauses import PausedDeliveries, find_paused_deliveries
from models.console.embedding_progress import EmbeddingProgress, count_embedded_tasks
from models.console.estimate_scores import WeeklyEstimateScore, weekly_estimate_scores
from models.console.job_detail import JobDetail, load_job_detail
from models.console.job_queries import JobFilter, JobPage, count_jobs, find_jobs
from models.console.model_spending import ModelSpending, load_model_spending
from models.console.operator_actions import OperatorActionPage, find_operator_actions
from models.console.outbox_queries import OutboxPage, find_outbox
from models.console.page_cursor import BadCursorError
from models.console.pending_jobs import PendingJobPage, find_pending_jobs
from models.console.queue_stats import LaneStatus
from models.console.schedules import (
    ScheduleFilter,
    ScheduleRunStatus,
    ScheduleStatus,
    find_schedule_runs,
    find_schedules,
)
from models.console.traces import RecentTrace, TraceTimeline, load_trace_timeline, recent_traces
from models.health.row_checks import find_waiting_locks
from models.queue.connection import QueueError
from models.runtime import clock

# A month's charts read the whole history.
_CHART_SECONDS = 30.0


def is_database_trouble(error: Exception) -> bool:
    """Whether PostgreSQL is away, or did not give a lock or an answer in time."""
    return isinstance(error, OSError | TimeoutError) or type(error).__module__.startswith("asyncpg")


@dataclass(frozen=True, slots=True)
class CountedJobs:
    """A page of jobs. `count` stops at 10,000, and `more` says whether it did."""

    page: JobPage
    count: int
    more: bool


async def meant_chats(
    dashboard: DashboardDependencies, visitor: Visitor, text: str
) -> tuple[int, ...] | None:
    """The chats of a Telegram id or, for an operator, of a name; None for an empty text. Raises 422.

    Names are hidden from viewers, who therefore cannot search by them either.
    """
    if not text:
        return None
    if not visitor.may_act or text.removeprefix("-").isdigit():
        chat = parse_chat_id(text)
        return None if chat is None else (chat,)
    async with dashboard.operator_context.postgres.connection() as connection:
        return tuple(await find_chats_named(connection, text))


async def load_chat_names(
    dashboard: DashboardDependencies, visitor: Visitor, telegram_ids: Iterable[int]
) -> dict[int, ChatOfJob]:
    """The names of chats; none for a viewer."""
    if not visitor.may_act:
        return {}
    async with dashboard.operator_context.postgres.connection() as connection:
        return await find_chat_names(connection, list(dict.fromkeys(telegram_ids)))


async def search_jobs(dashboard: DashboardDependencies, visitor: Visitor, wanted: JobFilter) -> CountedJobs:
    """Jobs that have run, and how many match. Raises 422 for an invalid page cursor."""
    async with dashboard.operator_context.postgres.connection() as connection:
        try:
            page = await find_jobs(connection, wanted)
        except BadCursorError as error:
            raise HTTPException(422, str(error)) from error
        count, more = await count_jobs(connection, replace(wanted, cursor=""))
        asked = [(job.arguments, job.trace_id) for job in page.jobs]
        chats = await find_chats_of_jobs(connection, asked, names=visitor.may_act)
    jobs = [replace(job, chat=chat) for job, chat in zip(page.jobs, chats, strict=True)]
    return CountedJobs(replace(page, jobs=jobs), count, more)


async def search_pending_jobs(
    dashboard: DashboardDependencies, visitor: Visitor, wanted: JobFilter
) -> PendingJobPage:
    """Jobs that wait in the queue. Raises 422 for an invalid offset."""
    offset = parse_offset(wanted.cursor)
    async with dashboard.operator_context.postgres.connection() as connection:
        page = await find_pending_jobs(
            dashboard.redis,
            connection,
            wanted.state,  # type: ignore[arg-type]
            name=wanted.name,
            queue=wanted.queue,
            text=wanted.text,
            chats=wanted.chats,
            offset=offset,
        )
        asked = [(job.arguments, None) for job in page.jobs]
        chats = await find_chats_of_jobs(connection, asked, names=visitor.may_act)
    jobs = [replace(job, chat=chat) for job, chat in zip(page.jobs, chats, strict=True)]
    return replace(page, jobs=jobs)


async def chat_of_job(
    dashboard: DashboardDependencies, visitor: Visitor, arguments: dict[str, Any], trace_id: str | None
) -> ChatOfJob | None:
    """The chat of one job or message."""
    async with dashboard.operator_context.postgres.connection() as connection:
        found = await find_chats_of_jobs(connection, [(arguments, trace_id)], names=visitor.may_act)
    return found[0]


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


async def load_recent_traces(
    dashboard: DashboardDependencies,
    visitor: Visitor,
    limit: int = 50,
    chats: tuple[int, ...] | None = None,
) -> list[RecentTrace]:
    """The newest updates, of all chats or of these."""
    async with dashboard.operator_context.postgres.connection() as connection:
        found = await recent_traces(connection, limit=limit, chats=chats)
        asked: list[tuple[dict[str, Any], str | None]] = [
            ({"lane": row.lane} if row.lane else {}, row.trace_id) for row in found
        ]
        of_chats = await find_chats_of_jobs(connection, asked, names=visitor.may_act)
    return [replace(row, chat=chat) for row, chat in zip(found, of_chats, strict=True)]


async def trace_or_404(dashboard: DashboardDependencies, trace_id: str) -> TraceTimeline:
    """The trace. Raises 404."""
    async with dashboard.operator_context.postgres.connection() as connection:
        trace = await load_trace_timeline(connection, trace_id[:100])
    if trace is None:
        raise HTTPException(404, "Nothing has this trace id, or it has been deleted with the history.")
    return trace


async def load_schedules(
    dashboard: DashboardDependencies, visitor: Visitor, wanted: ScheduleFilter
) -> list[ScheduleStatus]:
    """Schedules by id, each with its chat's name for an operator."""
    async with dashboard.operator_context.postgres.connection() as connection:
        found = await find_schedules(connection, wanted)
    names = await load_chat_names(dashboard, visitor, (each.chat_telegram_id for each in found))
    return [replace(each, chat=names.get(each.chat_telegram_id)) for each in found]


async def load_schedule_runs(
    dashboard: DashboardDependencies, schedule_id: int, limit: int = 30
) -> list[ScheduleRunStatus]:
    """A schedule's last days, newest first."""
    async with dashboard.operator_context.postgres.connection() as connection:
        return await find_schedule_runs(connection, schedule_id, limit=limit)


async def search_outbox(
    dashboard: DashboardDependencies,
    visitor: Visitor,
    *,
    state: str,
    chats: tuple[int, ...] | None,
    before: int,
    hours: int = 0,
    lost: bool = False,
) -> OutboxPage:
    """Outbox rows older than the row `before` (0: the newest) of the last `hours` (0: all), without their texts."""
    since = clock.now() - dt.timedelta(hours=hours) if hours else None
    async with dashboard.operator_context.postgres.connection() as connection:
        found = await find_outbox(connection, state=state, chats=chats, before=before, since=since, lost=lost)
    names = await load_chat_names(dashboard, visitor, (row.chat_telegram_id for row in found.rows))
    rows = [replace(row, chat=names.get(row.chat_telegram_id)) for row in found.rows]
    return replace(found, rows=rows)


async def search_operator_actions(
    dashboard: DashboardDependencies,
    visitor: Visitor,
    *,
    text: str = "",
    action: str = "",
    hours: int = 0,
    before: int = 0,
) -> OperatorActionPage:
    """What operators did, newest first. A viewer does not see the addresses of logins."""
    since = clock.now() - dt.timedelta(hours=hours) if hours else None
    async with dashboard.operator_context.postgres.connection() as connection:
        found = await find_operator_actions(
            connection, text=text.strip(), action=action, before=before, since=since
        )
    if visitor.may_act:
        return found
    return replace(found, actions=[replace(each, address=None) for each in found.actions])


async def load_paused_deliveries(
    dashboard: DashboardDependencies, visitor: Visitor
) -> list[PausedDeliveries]:
    """The chats to which nothing is sent, each with its name for an operator; all chats first."""
    async with dashboard.operator_context.postgres.connection() as connection:
        found = await find_paused_deliveries(connection)
    names = await load_chat_names(dashboard, visitor, (each.chat_telegram_id for each in found))
    return [replace(each, chat=names.get(each.chat_telegram_id)) for each in found]


async def load_charts_of(dashboard: DashboardDependencies, hours: int) -> Charts:
    """The charts of so many hours, at most 30 s old. Raises KeyError for hours that no chart covers."""

    async def load() -> Charts:
        async with dashboard.operator_context.postgres.connection() as connection:
            return await load_charts(connection, hours, clock.now())

    charts: Charts = await dashboard.cached(f"charts {hours}", load, _CHART_SECONDS)
    return charts


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

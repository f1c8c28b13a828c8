"""What `list`, `lanes`, `dead-letters` and `trace` read."""

from dataclasses import replace

from models.console import dead_letter_queries, queue_stats
from models.console.chat_of_job import find_chat_names, find_chats_named, find_chats_of_jobs
from models.console.dead_letter_queries import DeadLetterKind
from models.console.delivery_pauses import PausedDeliveries, find_paused_deliveries
from models.console.job_queries import JobFilter, JobRow, find_jobs
from models.console.operator_actions import OperatorActionRow, find_operator_actions
from models.console.operator_context import OperatorContext
from models.console.pending_jobs import PENDING_STATES, PendingJob, PendingState, find_pending_jobs
from models.console.postgres_pool import Connection
from models.console.queue_stats import LaneStatus
from models.console.row_ids import parse_telegram_id
from models.console.traces import TraceTimeline, load_trace_timeline


async def list_jobs_by_filter(
    context: OperatorContext, wanted: JobFilter, chat: str = ""
) -> list[JobRow] | list[PendingJob]:
    """Jobs that have run; with a pending state, jobs in the queue. `chat` is a Telegram id or part of a name."""
    async with context.postgres.connection() as connection:
        if chat:
            number = parse_telegram_id(chat)
            chats = await find_chats_named(connection, chat) if number is None else [number]
            wanted = replace(wanted, chats=tuple(chats))
        for state in PENDING_STATES:
            if wanted.state == state:
                return await _pending(context, connection, state, wanted)
        page = await find_jobs(connection, wanted)
        asked = [(job.arguments, job.trace_id) for job in page.jobs]
        found = await find_chats_of_jobs(connection, asked, names=True)
    return [replace(job, chat=chat) for job, chat in zip(page.jobs, found, strict=True)]


async def _pending(
    context: OperatorContext, connection: Connection, state: PendingState, wanted: JobFilter
) -> list[PendingJob]:
    page = await find_pending_jobs(
        context.redis,
        connection,
        state,
        name=wanted.name,
        queue=wanted.queue,
        text=wanted.text,
        chats=wanted.chats,
        limit=wanted.limit,
    )
    found = await find_chats_of_jobs(connection, [(job.arguments, None) for job in page.jobs], names=True)
    return [replace(job, chat=chat) for job, chat in zip(page.jobs, found, strict=True)]


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


async def list_paused_deliveries(context: OperatorContext) -> list[PausedDeliveries]:
    """The chats to which nothing is sent."""
    async with context.postgres.connection() as connection:
        found = await find_paused_deliveries(connection)
        names = await find_chat_names(connection, [each.chat_telegram_id for each in found])
    return [replace(each, chat=names.get(each.chat_telegram_id)) for each in found]


async def list_operator_actions(context: OperatorContext, text: str) -> list[OperatorActionRow]:
    """The newest actions of operators whose actor, target or note has the text."""
    async with context.postgres.connection() as connection:
        return (await find_operator_actions(connection, text=text)).actions

"""The commands behind both the pages' buttons and the JSON API. Each is logged with who gave it and its outcome."""

from typing import Any

import structlog

from api.dashboard.auth.sessions import Visitor
from api.dashboard.console_queries import dead_letter_or_404, trace_or_404
from api.dashboard.dependencies import DashboardDependencies
from models.console.cancel_job import cancel_job
from models.console.dead_letter_commands import (
    discard_dead_letter,
    discard_dead_letter_kind,
    retry_dead_job,
    retry_dead_letter,
    retry_dead_letter_kind,
)
from models.console.dead_letter_queries import DeadLetterRow, dead_letter_payload
from models.console.job_queries import delete_jobs
from models.console.operator_context import CommandResult
from models.console.resend_message import resend_message
from models.console.run_job_now import run_job_now
from models.console.schedules import run_schedule_now, set_schedule_paused
from models.console.traces import TraceTimeline
from models.runtime import clock

log = structlog.get_logger()

JOB_ACTIONS = ("retry", "run_now", "cancel", "delete")


async def command_job(
    dashboard: DashboardDependencies, visitor: Visitor, action: str, job_id: str
) -> CommandResult:
    """Apply one of JOB_ACTIONS to a job."""
    context, now = dashboard.operator_context, clock.now()
    if action == "retry":
        result = await retry_dead_job(context, job_id, now)
    elif action == "run_now":
        result = await run_job_now(context, job_id)
    elif action == "cancel":
        result = await cancel_job(context, job_id, now)
    else:
        result = await _delete_history(dashboard, job_id)
    _log_action(visitor, action, job_id=job_id, outcome=result.outcome)
    return result


async def _delete_history(dashboard: DashboardDependencies, job_id: str) -> CommandResult:
    async with dashboard.operator_context.postgres.transaction() as connection:
        deleted = await delete_jobs(connection, [job_id])
    if deleted:
        return CommandResult("done", f"The history of {job_id} is deleted.")
    return CommandResult(
        "refused", f"{job_id} is not finished: it is waiting, running or has an open dead letter."
    )


async def command_retry(
    dashboard: DashboardDependencies, visitor: Visitor, dead_letter_id: int
) -> CommandResult:
    """Retry one dead letter."""
    result = await retry_dead_letter(dashboard.operator_context, dead_letter_id, clock.now())
    _log_action(visitor, "retry", dead_letter=dead_letter_id, outcome=result.outcome)
    return result


async def command_retry_kind(
    dashboard: DashboardDependencies, visitor: Visitor, job_name: str, error_kind: str
) -> tuple[int, int]:
    """Retry up to 500 dead letters of a kind, in the order of their updates; how many were queued and were not."""
    queued, not_queued = await retry_dead_letter_kind(
        dashboard.operator_context, job_name, error_kind, clock.now()
    )
    _log_action(visitor, "retry_kind", job=job_name, kind=error_kind, queued=queued, not_queued=not_queued)
    return queued, not_queued


async def command_discard(
    dashboard: DashboardDependencies, visitor: Visitor, dead_letter_id: int, reason: str
) -> CommandResult:
    """Close one dead letter for good."""
    result = await discard_dead_letter(dashboard.operator_context, dead_letter_id, reason, clock.now())
    _log_action(visitor, "discard", dead_letter=dead_letter_id, outcome=result.outcome)
    return result


async def command_discard_kind(
    dashboard: DashboardDependencies, visitor: Visitor, job_name: str, error_kind: str, reason: str
) -> CommandResult:
    """Close up to 500 dead letters of a kind for good, with one reason."""
    result = await discard_dead_letter_kind(
        dashboard.operator_context, job_name, error_kind, reason, clock.now()
    )
    _log_action(visitor, "discard_kind", job=job_name, kind=error_kind, outcome=result.outcome)
    return result


async def command_schedule(
    dashboard: DashboardDependencies, visitor: Visitor, action: str, schedule_id: int
) -> CommandResult:
    """Run a schedule's digest of today now, pause the schedule or resume it (any other action)."""
    context, now = dashboard.operator_context, clock.now()
    if action == "run_now":
        result = await run_schedule_now(context, schedule_id, now)
    else:
        result = await set_schedule_paused(context, schedule_id, now, paused=action == "pause")
    _log_action(visitor, action, schedule=schedule_id, outcome=result.outcome)
    return result


async def command_resend(
    dashboard: DashboardDependencies, visitor: Visitor, outbound_id: int, *, plain: bool
) -> CommandResult:
    """Send a failed or unknown message again, with `plain` as its words alone."""
    result = await resend_message(dashboard.operator_context, outbound_id, clock.now(), plain=plain)
    _log_action(visitor, "resend", outbound=outbound_id, plain=plain, outcome=result.outcome)
    return result


async def reveal_dead_letter(
    dashboard: DashboardDependencies, visitor: Visitor, dead_letter_id: int
) -> tuple[DeadLetterRow, dict[str, Any] | str | None]:
    """A dead letter and the update it keeps, which is a person's text: the access is logged. Raises 404."""
    dead_letter = await dead_letter_or_404(dashboard, dead_letter_id)
    _log_text_revealed(visitor, f"dead_letter:{dead_letter_id}")
    async with dashboard.operator_context.postgres.connection() as connection:
        return dead_letter, await dead_letter_payload(connection, dead_letter_id)


async def reveal_trace(dashboard: DashboardDependencies, visitor: Visitor, trace_id: str) -> TraceTimeline:
    """A trace whose texts will be shown: the access is logged. Raises 404."""
    trace = await trace_or_404(dashboard, trace_id)
    _log_text_revealed(visitor, f"trace:{trace_id}")
    return trace


def _log_action(visitor: Visitor, action: str, **details: object) -> None:
    log.info("dashboard_action", who=visitor.name, action=action, **details)


def _log_text_revealed(visitor: Visitor, what: str) -> None:
    log.warning("personal_text_shown", who=visitor.name, session=visitor.session_id, what=what)

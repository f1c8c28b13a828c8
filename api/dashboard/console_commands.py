"""The commands behind both the pages' buttons and the JSON API. Each is recorded with who gave it and its outcome."""

from typing import Any

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
from models.console.delivery_pauses import pause_deliveries, pause_target, resume_deliveries
from models.console.job_queries import delete_jobs
from models.console.operator_actions import Actor, Via, record_operator_action
from models.console.operator_context import CommandResult
from models.console.resend_message import resend_message
from models.console.run_job_now import run_job_now
from models.console.schedules import run_schedule_now, set_schedule_paused
from models.console.traces import TraceTimeline
from models.runtime import clock

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
    await _record(dashboard, visitor, action, job_id, result.outcome)
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
    await _record(dashboard, visitor, "retry", f"dead letter {dead_letter_id}", result.outcome)
    return result


async def command_retry_kind(
    dashboard: DashboardDependencies, visitor: Visitor, job_name: str, error_kind: str
) -> tuple[int, int]:
    """Retry up to 500 dead letters of a kind, in the order of their updates; how many were queued and were not."""
    queued, not_queued = await retry_dead_letter_kind(
        dashboard.operator_context, job_name, error_kind, clock.now()
    )
    counts = f"{queued} queued, {not_queued} not"
    outcome = "done" if queued else "nothing"
    await _record(dashboard, visitor, "retry_kind", f"{job_name}: {error_kind}", outcome, counts)
    return queued, not_queued


async def command_discard(
    dashboard: DashboardDependencies, visitor: Visitor, dead_letter_id: int, reason: str
) -> CommandResult:
    """Close one dead letter for good."""
    result = await discard_dead_letter(dashboard.operator_context, dead_letter_id, reason, clock.now())
    await _record(dashboard, visitor, "discard", f"dead letter {dead_letter_id}", result.outcome, reason)
    return result


async def command_discard_kind(
    dashboard: DashboardDependencies, visitor: Visitor, job_name: str, error_kind: str, reason: str
) -> CommandResult:
    """Close up to 500 dead letters of a kind for good, with one reason."""
    result = await discard_dead_letter_kind(
        dashboard.operator_context, job_name, error_kind, reason, clock.now()
    )
    await _record(dashboard, visitor, "discard_kind", f"{job_name}: {error_kind}", result.outcome, reason)
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
    await _record(dashboard, visitor, f"schedule_{action}", f"schedule {schedule_id}", result.outcome)
    return result


async def command_resend(
    dashboard: DashboardDependencies, visitor: Visitor, outbound_id: int, *, plain: bool
) -> CommandResult:
    """Send a failed or unknown message again, with `plain` as its words alone."""
    result = await resend_message(dashboard.operator_context, outbound_id, clock.now(), plain=plain)
    note = "as plain text" if plain else ""
    await _record(dashboard, visitor, "resend", f"message {outbound_id}", result.outcome, note)
    return result


async def command_deliveries(
    dashboard: DashboardDependencies, visitor: Visitor, action: str, chat_telegram_id: int, reason: str
) -> CommandResult:
    """Pause what is sent to a chat (ALL_CHATS: to every chat), or resume it (any other action)."""
    context = dashboard.operator_context
    if action == "pause":
        result = await pause_deliveries(context, chat_telegram_id, visitor.name, reason, clock.now())
    else:
        result = await resume_deliveries(context, chat_telegram_id)
    target = pause_target(chat_telegram_id)
    await _record(dashboard, visitor, f"deliveries_{action}", target, result.outcome, reason)
    return result


async def reveal_dead_letter(
    dashboard: DashboardDependencies, visitor: Visitor, dead_letter_id: int
) -> tuple[DeadLetterRow, dict[str, Any] | str | None]:
    """A dead letter and the update it keeps, which is a person's text: the access is recorded. Raises 404."""
    dead_letter = await dead_letter_or_404(dashboard, dead_letter_id)
    await _record(dashboard, visitor, "show_text", f"dead letter {dead_letter_id}", "done")
    async with dashboard.operator_context.postgres.connection() as connection:
        return dead_letter, await dead_letter_payload(connection, dead_letter_id)


async def reveal_trace(dashboard: DashboardDependencies, visitor: Visitor, trace_id: str) -> TraceTimeline:
    """A trace whose texts will be shown: the access is recorded. Raises 404."""
    trace = await trace_or_404(dashboard, trace_id)
    await _record(dashboard, visitor, "show_text", f"trace {trace_id}", "done")
    return trace


async def record_login(
    dashboard: DashboardDependencies, name: str, via: Via, *, address: str, session: str | None
) -> None:
    """A login that succeeded, or (without a session) was refused."""
    actor = Actor(name, via, session, address)
    outcome = "done" if session else "refused"
    await record_operator_action(
        dashboard.operator_context.postgres, actor, "login", target="", outcome=outcome
    )


async def record_logout(dashboard: DashboardDependencies, visitor: Visitor) -> None:
    """A session was ended by its visitor."""
    await _record(dashboard, visitor, "logout", "", "done")


async def _record(
    dashboard: DashboardDependencies,
    visitor: Visitor,
    action: str,
    target: str,
    outcome: str,
    note: str = "",
) -> None:
    via: Via = "script" if visitor.is_script else "dashboard"
    await record_operator_action(
        dashboard.operator_context.postgres,
        Actor(visitor.name, via, visitor.session_id),
        action,
        target=target,
        outcome=outcome,
        note=note,
    )

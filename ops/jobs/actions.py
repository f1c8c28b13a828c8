"""What `retry`, `cancel` and `run` do, one job after the other, in the given order; each is recorded."""

import getpass
import os

from models.console.cancel_job import cancel_job
from models.console.dead_letter_commands import RETRY_BATCH, retry_dead_job, retry_dead_letter_kind
from models.console.delivery_pauses import pause_deliveries, pause_target, resume_deliveries
from models.console.operator_actions import Actor, record_operator_action
from models.console.operator_context import CommandResult, OperatorContext
from models.console.run_job_now import run_job_now
from models.runtime import clock


async def retry_each(context: OperatorContext, job_ids: list[str]) -> list[tuple[str, CommandResult]]:
    """Retry the dead letter of each job."""
    return [
        (
            job_id,
            await _recorded(context, "retry", job_id, await retry_dead_job(context, job_id, clock.now())),
        )
        for job_id in job_ids
    ]


async def retry_all_of(context: OperatorContext, job_name: str) -> tuple[int, str]:
    """Retry all dead letters of a job, five hundred at a time; how many are queued, and the sentence to print."""
    queued = not_queued = 0
    while True:
        batch, not_queued = await retry_dead_letter_kind(context, job_name, "", clock.now())
        queued += batch
        # One pass: a dead letter whose retry fails again in the meantime is left.
        if batch < RETRY_BATCH:
            break
    said = f"{queued} queued again." + (f" {not_queued} could not be." if not_queued else "")
    result = CommandResult("done" if queued else "nothing", said)
    await _recorded(context, "retry_kind", f"{job_name}: ", result, note=said)
    return queued, said


async def cancel_each(context: OperatorContext, job_ids: list[str]) -> list[tuple[str, CommandResult]]:
    """Cancel each job."""
    return [
        (job_id, await _recorded(context, "cancel", job_id, await cancel_job(context, job_id, clock.now())))
        for job_id in job_ids
    ]


async def run_each(context: OperatorContext, job_ids: list[str]) -> list[tuple[str, CommandResult]]:
    """Start each job at once."""
    return [
        (job_id, await _recorded(context, "run_now", job_id, await run_job_now(context, job_id)))
        for job_id in job_ids
    ]


async def pause_chat(context: OperatorContext, chat_telegram_id: int, reason: str) -> CommandResult:
    """Pause what is sent to a chat (ALL_CHATS: to every chat)."""
    result = await pause_deliveries(context, chat_telegram_id, _system_user(), reason, clock.now())
    return await _recorded(context, "deliveries_pause", pause_target(chat_telegram_id), result, reason)


async def resume_chat(context: OperatorContext, chat_telegram_id: int) -> CommandResult:
    """Resume what is sent to a chat."""
    result = await resume_deliveries(context, chat_telegram_id)
    return await _recorded(context, "deliveries_resume", pause_target(chat_telegram_id), result)


async def _recorded(
    context: OperatorContext, action: str, target: str, result: CommandResult, note: str = ""
) -> CommandResult:
    actor = Actor(_system_user(), "terminal")
    await record_operator_action(
        context.postgres, actor, action, target=target, outcome=result.outcome, note=note
    )
    return result


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # In a container the number may have no name.
        return f"uid {os.getuid()}"

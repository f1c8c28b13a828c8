"""What `retry`, `cancel` and `run` do, one job after the other, in the given order."""

from models.console.cancel_job import cancel_job
from models.console.dead_letter_commands import RETRY_BATCH, retry_dead_job, retry_dead_letter_kind
from models.console.operator_context import CommandResult, OperatorContext
from models.console.run_job_now import run_job_now
from models.runtime import clock


async def retry_each(context: OperatorContext, job_ids: list[str]) -> list[tuple[str, CommandResult]]:
    """Retry the dead letter of each job."""
    return [(job_id, await retry_dead_job(context, job_id, clock.now())) for job_id in job_ids]


async def retry_all_of(context: OperatorContext, job_name: str) -> tuple[int, str]:
    """Retry all dead letters of a job, five hundred at a time; how many are queued, and the sentence to print."""
    queued = not_queued = 0
    while True:
        batch, not_queued = await retry_dead_letter_kind(context, job_name, "", clock.now())
        queued += batch
        # One pass: a dead letter whose retry fails again in the meantime is left.
        if batch < RETRY_BATCH:
            break
    return queued, f"{queued} queued again." + (f" {not_queued} could not be." if not_queued else "")


async def cancel_each(context: OperatorContext, job_ids: list[str]) -> list[tuple[str, CommandResult]]:
    """Cancel each job."""
    return [(job_id, await cancel_job(context, job_id, clock.now())) for job_id in job_ids]


async def run_each(context: OperatorContext, job_ids: list[str]) -> list[tuple[str, CommandResult]]:
    """Start each job at once."""
    return [(job_id, await run_job_now(context, job_id)) for job_id in job_ids]

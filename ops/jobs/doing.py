"""Doing: what the steering commands do, one job after the other, in the order given."""

from models.console.cancel_job import cancel_job
from models.console.dead_letter_commands import MANY, retry_job, retry_kind
from models.console.operator_context import CommandResult, OperatorContext
from models.console.run_now import run_now
from models.runtime import clock


async def retry_each(steering: OperatorContext, job_ids: list[str]) -> list[tuple[str, CommandResult]]:
    """Send each job's dead letter again."""
    return [(job_id, await retry_job(steering, job_id, clock.now())) for job_id in job_ids]


async def retry_all_of(steering: OperatorContext, job_name: str) -> str:
    """Send all dead letters of a job again, five hundred at a time."""
    sent = left = 0
    while True:
        went, left = await retry_kind(steering, job_name, "", clock.now())
        sent += went
        # A letter that dies again meanwhile is not chased for ever.
        if went < MANY:
            break
    return f"{sent} queued again." + (f" {left} could not be." if left else "")


async def cancel_each(steering: OperatorContext, job_ids: list[str]) -> list[tuple[str, CommandResult]]:
    """Cancel each."""
    return [(job_id, await cancel_job(steering, job_id, clock.now())) for job_id in job_ids]


async def run_each(steering: OperatorContext, job_ids: list[str]) -> list[tuple[str, CommandResult]]:
    """Let each start at once."""
    return [(job_id, await run_now(steering, job_id)) for job_id in job_ids]

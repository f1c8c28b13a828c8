"""Run now: a job that waits for its hour or its next attempt starts at once."""

from models.console.operator_context import CommandResult, OperatorContext


async def run_now(steering: OperatorContext, job_id: str) -> CommandResult:
    """Let a deferred job start. Raises QueueError."""
    moved = await steering.scripts.run_now(job_id)
    if moved == "moved":
        return CommandResult("done", f"{job_id} starts as soon as a worker has a free hand.")
    if moved == "running":
        return CommandResult("nothing", f"{job_id} is running.")
    if job_id.startswith("update:"):
        return CommandResult("refused", "It waits behind an earlier message of its chat, or it is over.")
    return CommandResult("nothing", f"{job_id} does not wait in the queue.")

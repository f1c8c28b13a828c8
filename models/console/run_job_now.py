"""Starting a job at once that waits for its time or its next attempt."""

from models.console.operator_context import CommandResult, OperatorContext


async def run_job_now(context: OperatorContext, job_id: str) -> CommandResult:
    """Make a deferred job due. Raises QueueError."""
    moved = await context.scripts.run_now(job_id)
    if moved == "moved":
        return CommandResult("done", f"{job_id} starts as soon as a worker is free.")
    if moved == "running":
        return CommandResult("nothing", f"{job_id} is already running.")
    if job_id.startswith("update:"):
        return CommandResult("refused", "It waits behind an earlier message of its chat, or it has finished.")
    return CommandResult("nothing", f"{job_id} is not waiting in the queue.")

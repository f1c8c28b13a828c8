"""Sends the digests and reminders that are due, at Telegram's rate (worker/delivery)."""

from dataclasses import dataclass

from models.queue.jobs import SendBulk
from worker.core.job_result import JobResult
from worker.delivery.bulk_sender import BulkSender
from worker.services import Services

# Less than the job's time limit; the clock starts the next run within a second.
_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class BulkSent(JobResult):
    """How many messages ended how. `broken_off`: their end could not be noted, the reconciler looks after them."""

    sent: int
    later: int
    failed: int
    unknown: int
    broken_off: int


async def send_bulk(services: Services, job: SendBulk) -> BulkSent:  # noqa: ARG001 - the shape of every job
    """Send until nothing is due any more, four minutes at most."""
    became = await BulkSender(services).run(seconds=_SECONDS)
    ends = (became[end] for end in ("sent", "later", "failed", "unknown", "broken off"))
    return BulkSent(*ends)

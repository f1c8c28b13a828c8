"""Send bulk: sends the digests and reminders that are owed, at Telegram's pace (worker/pace)."""

from models.queue.contract import SendBulk
from worker.pace.bulk import BulkSender
from worker.services import Services

# Less than the job's time limit; the clock starts the next run within a second.
_SECONDS = 240.0


async def send_bulk(services: Services, job: SendBulk) -> None:  # noqa: ARG001 - the shape of every job
    """Send until nothing is due any more, four minutes at most."""
    await BulkSender(services).run(seconds=_SECONDS)

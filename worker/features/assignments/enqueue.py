"""The clock's part: whatever there is to follow or tell becomes a job."""

from models.queue.jobs import FollowAssignments
from worker.services import Services


async def enqueue_assignments(services: Services) -> None:
    """Enqueue the job that follows assignments; the rows say what there is to do."""
    await services.producer.enqueue(FollowAssignments())

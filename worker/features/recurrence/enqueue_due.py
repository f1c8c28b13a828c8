"""Due: the tick of a series that needs its next step; it only enqueues."""

from models.queue.jobs import FollowSeries
from worker.services import Services


async def enqueue_series(services: Services) -> None:
    """Enqueue the following of series. Called when `series_standing` finds one; harmless when there is none."""
    await services.producer.enqueue(FollowSeries())

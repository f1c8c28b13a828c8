"""Due: the tick that looks whether any series needs its next step; it only enqueues."""

from models.queue.contract import FollowSeries
from worker.recurrence.standing import standing
from worker.services import Services


async def enqueue_series(services: Services) -> bool:
    """Enqueue the following of series when there is something to follow; whether there was."""
    async with services.database.look() as session:
        found = (await session.exec(standing().limit(1))).first() is not None
    if found:
        await services.producer.enqueue(FollowSeries())
    return found

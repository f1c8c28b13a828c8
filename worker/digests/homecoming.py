"""Homecoming: the tick that ends trips whose last day is over."""

from models import clock
from worker.conversation.schedules.travel import end_trip, trips_over
from worker.services import Services

_BATCH = 200


async def end_trips(services: Services) -> int:
    """Bring the chats whose trip is over back into their home zone; how many."""
    now = clock.now()
    async with services.database.look() as session:
        if not await trips_over(session, now, 1):
            return 0
    async with services.database.transaction() as session:
        chats = await trips_over(session, now, _BATCH)
        for chat_id in chats:
            await end_trip(session, chat_id, now)
    return len(chats)

"""Homecoming: the tick that ends trips whose last day is over."""

from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlmodel import col

from models.runtime import clock
from models.tables.quiet_hours import Travel
from worker.features.settings.travel import end_trip, trips_over
from worker.services import Services

_BATCH = 200


def trip_over(now: Any) -> ColumnElement[bool]:
    """Whether `end_trips` has anything to do at an instant."""
    return exists().where(col(Travel.back_at) <= now)


async def end_trips(services: Services) -> int:
    """Bring the chats whose trip is over back into their home zone; how many."""
    now = clock.now()
    async with services.database.transaction() as session:
        chats = await trips_over(session, now, _BATCH)
        for chat_id in chats:
            await end_trip(session, chat_id, now)
    return len(chats)

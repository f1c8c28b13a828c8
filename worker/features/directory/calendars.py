"""The calendars of a removed member."""

from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.calendar_feed import CalendarFeed
from models.tables.calendar_subscription import CalendarSubscription


async def revoke_calendars(session: AsyncSession, member_id: int) -> None:
    """Delete the member's calendar feed and subscriptions, their busy times included: none of them is back when the
    member is."""
    await session.execute(delete(CalendarFeed).where(col(CalendarFeed.member_id) == member_id))
    await session.execute(
        delete(CalendarSubscription).where(col(CalendarSubscription.member_id) == member_id)
    )

"""The calendars of a removed member."""

from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.calendar_feed import CalendarFeed


async def revoke_calendars(session: AsyncSession, member_id: int) -> None:
    """Delete the member's calendar feed: its address leads nowhere any more, also after they are back."""
    await session.execute(delete(CalendarFeed).where(col(CalendarFeed.member_id) == member_id))

"""Place: the digest a button belongs to, checked against the speaker's own schedules."""

import datetime as dt

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.schedule import Schedule
from worker.core.speaker import Speaker
from worker.features.digests.recipient import Recipient
from worker.features.digests.service import requested_recipient


async def recipient_of_button(
    session: AsyncSession, speaker: Speaker, schedule: str, day: str, now: dt.datetime
) -> Recipient | None:
    """The digest of that schedule and day ("20261123"); None for a foreign schedule or made-up data."""
    if not schedule.isdecimal() or len(schedule) > 18:
        return None
    try:
        local_on = dt.datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 - a date, no instant
    except ValueError:
        return None
    statement = select(Schedule).where(Schedule.id == int(schedule), Schedule.chat_id == speaker.chat_id)
    found = (await session.exec(statement)).first()
    if found is None or found.id is None:
        return None
    return requested_recipient(speaker, found.id, found.kind, local_on, now)

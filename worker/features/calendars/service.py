"""What both /calendar and its buttons do."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.calendars.feeds import FeedAddresses, open_feed
from worker.features.calendars.views import address_card


async def renewed_address(
    session: AsyncSession, speaker: Speaker, addresses: FeedAddresses, now: dt.datetime
) -> Reply:
    """Give the speaker's feed another address, and show it; the former one leads nowhere any more."""
    feed = await open_feed(session, speaker, addresses, now)
    addresses.give_address(feed)
    session.add(feed)
    await session.flush()
    note = speaker.translator.gettext("This is the new address; the former one leads nowhere any more.")
    return address_card(speaker, addresses.address(feed), note)

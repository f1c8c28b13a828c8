"""What /calendar, its buttons and a pasted link do."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.settings import Settings
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.calendars.feeds import FeedAddresses, is_private, open_feed
from worker.features.calendars.public_address import FetchError
from worker.features.calendars.subscription_views import (
    refused_card,
    remove_buttons,
    subscribed_card,
    subscription_lines,
)
from worker.features.calendars.subscriptions import subscribe, subscriptions_of
from worker.features.calendars.views import address_card, no_address, no_calendars, not_here, with_more


async def calendar_card(
    session: AsyncSession, speaker: Speaker, addresses: FeedAddresses | None, now: dt.datetime
) -> Reply:
    """The speaker's address, made where there is none, and the calendars they subscribe to."""
    rows = await subscriptions_of(session, speaker)
    card = no_address(speaker)
    if addresses is not None:
        feed = await open_feed(session, speaker, addresses, now)
        card = address_card(speaker, addresses.address(feed))
    return with_more(card, subscription_lines(speaker, rows), remove_buttons(speaker, rows))


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


async def subscribe_reply(
    session: AsyncSession, speaker: Speaker, address: str, settings: Settings, now: dt.datetime
) -> Reply:
    """Subscribe to an address, or say why not."""
    try:
        return subscribed_card(speaker, await subscribe(session, speaker, address, settings, now))
    except FetchError as error:
        return refused_card(speaker, error.code)


def subscribe_to(speaker: Speaker, address: str, settings: Settings) -> Handler:
    """The handler of a message that is the link of a calendar."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        if not settings.calendar:
            reply = no_calendars(speaker)
        elif not await is_private(session, speaker):
            reply = not_here(speaker)
        else:
            reply = await subscribe_reply(session, speaker, address, settings, context.now)
        return HandlerResult([reply], workspace_id=speaker.workspace_id)

    return Handler(apply)

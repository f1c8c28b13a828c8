"""/calendar: the speaker's calendar address."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.calendars.feeds import FeedAddresses, close_feed, is_private, open_feed
from worker.features.calendars.service import renewed_address
from worker.features.calendars.views import address_card, closed_card, no_address, not_here

_OFF = {"off", "stop", "выкл", "выключи", "отключи"}
_RENEW = {"renew", "new", "reset", "обнови", "смени", "новый", "новая"}


async def calendar_command(request: CommandRequest) -> list[Reply]:
    """`/calendar` shows the address and makes it the first time; `/calendar renew` and `/calendar off` end it."""
    session, speaker = request.session, request.speaker
    addresses = FeedAddresses.from_settings(request.settings)
    if addresses is None:
        return [no_address(speaker)]
    if not await is_private(session, speaker):
        return [not_here(speaker)]
    if request.argument.strip().casefold() in _OFF:
        await close_feed(session, speaker)
        return [closed_card(speaker)]
    if request.argument.strip().casefold() in _RENEW:
        return [await renewed_address(session, speaker, addresses, request.context.now)]
    feed = await open_feed(session, speaker, addresses, request.context.now)
    return [address_card(speaker, addresses.address(feed))]

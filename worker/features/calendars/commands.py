"""/calendar: the speaker's calendar address, and the calendars they subscribe to."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.calendars.calendar_link import calendar_address
from worker.features.calendars.feeds import FeedAddresses, close_feed, is_private
from worker.features.calendars.service import calendar_card, renewed_address, subscribe_reply
from worker.features.calendars.views import closed_card, no_calendars, not_here

_OFF = {"off", "stop", "выкл", "выключи", "отключи"}
_RENEW = {"renew", "new", "reset", "обнови", "смени", "новый", "новая"}


async def calendar_command(request: CommandRequest) -> list[Reply]:
    """`/calendar` shows the address and the subscriptions, `/calendar https://…` subscribes, `renew` and `off` end the
    address."""
    session, speaker, now = request.session, request.speaker, request.context.now
    if not request.settings.calendar:
        return [no_calendars(speaker)]
    if not await is_private(session, speaker):
        return [not_here(speaker)]
    addresses, argument = FeedAddresses.from_settings(request.settings), request.argument.strip()
    link = calendar_address(f"calendar {argument}") if argument else None
    if link is not None:
        return [await subscribe_reply(session, speaker, link, request.settings, now)]
    if argument.casefold() in _OFF:
        await close_feed(session, speaker)
        return [closed_card(speaker)]
    if argument.casefold() in _RENEW and addresses is not None:
        return [await renewed_address(session, speaker, addresses, now)]
    return [await calendar_card(session, speaker, addresses, now)]

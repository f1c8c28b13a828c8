"""The buttons of /calendar (`cal:`)."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.calendars.feeds import FeedAddresses, close_feed, is_private, open_feed
from worker.features.calendars.file_offer import handle_file_callback
from worker.features.calendars.service import renewed_address
from worker.features.calendars.subscription_views import refused_card, removed_card, subscribed_card
from worker.features.calendars.subscriptions import find_subscription, resubscribe, unsubscribe
from worker.features.calendars.views import address_card, closed_card, no_address, not_here
from worker.services import Services


async def prepare_calendar_callback(
    session: AsyncSession,  # noqa: ARG001 - the shape of all such work
    speaker: Speaker,  # noqa: ARG001
    path: list[str],
    now: dt.datetime,  # noqa: ARG001
) -> list[str] | None:
    """The button's data, where its answer shows an address."""
    return path if path in (["on"], ["renew"]) else None


async def read_addresses(services: Services, trace_id: str, path: list[str]) -> FeedAddresses | None:  # noqa: ARG001
    """How this server's addresses are written: only its settings say."""
    return FeedAddresses.from_settings(services.settings)


async def handle_calendar_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """The card after a button (`cal:` and `path`); None for data that no button of ours has."""
    match path:
        case ["off"]:
            await close_feed(session, speaker)
            return closed_card(speaker)
        case ["file", _, _, *_]:
            return await handle_file_callback(session, speaker, path[1:], context)
        case ["remove" | "back" as what, number] if number.isdecimal() and len(number) <= 18:
            return await _subscription(session, speaker, what, int(number), context)
        case ["on" | "renew" as what]:
            return await _address(session, speaker, context, renew=what == "renew")
        case _:
            return None


async def _address(session: AsyncSession, speaker: Speaker, context: HandlerContext, *, renew: bool) -> Reply:
    known = context.computed_as(FeedAddresses)
    if not known:
        return no_address(speaker)
    if not await is_private(session, speaker):
        return not_here(speaker)
    if renew:
        return await renewed_address(session, speaker, known[0], context.now)
    feed = await open_feed(session, speaker, known[0], context.now)
    return address_card(speaker, known[0].address(feed))


async def _subscription(
    session: AsyncSession, speaker: Speaker, what: str, subscription_id: int, context: HandlerContext
) -> Reply | None:
    row = await find_subscription(session, speaker, subscription_id)
    if row is None:
        return None
    if what == "remove":
        await unsubscribe(session, row, context.now)
        return removed_card(speaker, row)
    if row.removed_at is None or await resubscribe(session, speaker, row, context.now):
        return subscribed_card(speaker, row)
    return refused_card(speaker, "many")

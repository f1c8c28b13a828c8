"""Sends one claimed outbox row to Telegram and records the result, whatever it is."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog

from models.queue.worker_counts import DELIVERIES, SEND_SECONDS
from models.runtime import clock
from models.tables.outbox import OutboundMessage
from worker.core.error_kinds import is_outage
from worker.core.reply import WHOLE
from worker.delivery.outbox import record_end, record_gone, record_later, record_moved, record_posted
from worker.delivery.pictures import render_picture
from worker.delivery.plain_text import as_plain_text
from worker.delivery.rate_limiter import RateLimiter, SendSlot
from worker.delivery.start_links import with_start_link
from worker.features.export.document import with_document
from worker.services import Services
from worker.telegram.client import (
    Blocked,
    MovedAway,
    NotPosted,
    PossiblyPosted,
    Posted,
    RateLimited,
    Refused,
    TelegramFailure,
)

log = structlog.get_logger()

# Waits after "known not to have arrived", in seconds; about three hours in all.
LADDER = (1, 3, 10, 30, 120, 600, 3600, 7200)
# As Telegram words it when the message that is to be edited was deleted, and when it cannot read the formatting.
_GONE = "message to edit not found"
_FORMATTING = "can't parse entities"
# The outcome is known only here: a database that is away is waited for, this often and this long (s).
_NOTE_TRIES, _NOTE_WAIT = 120, 0.5
# A process that ends waits so long for the note of what it sent; then the reconciler marks it as unknown.
_LAST_NOTE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a row: "sent" with Telegram's message id, or "later", "failed", "unknown" with the kind of trouble.

    Of a stranger's row no message id is kept.
    """

    outbound_id: int
    state: str
    message_id: int | None = None
    why: str | None = None


async def send(services: Services, pace: RateLimiter, row: OutboundMessage, turn: SendSlot) -> Delivery:
    """One call to Telegram. Afterwards the row is sent, due again, failed or unknown: never left "sending"."""
    payload = await release_claim(services, pace, row, turn)
    return payload if isinstance(payload, Delivery) else await post(services, pace, row, turn, payload)


async def release_claim(
    services: Services, pace: RateLimiter, row: OutboundMessage, turn: SendSlot
) -> dict[str, Any] | Delivery:
    """What is to be posted, as soon as it may leave: `post` is to follow at once; or the end that it came to here."""
    try:
        # A picture is drawn only now, and a file read: the row holds their numbers only.
        payload = await render_picture(services.database, row.payload)
        payload = await with_document(services.database, payload)
        payload = await with_start_link(services.telegram, payload)
        await pace.take_slot(turn)
    except asyncio.CancelledError:
        await _failed(services, pace, row, NotPosted("Stopped before it was sent."))
        raise
    except Exception as defect:  # noqa: BLE001 - whatever it is, nothing has left us, and the row says so
        return await _failed(services, pace, row, _before_it_left(row, defect))
    return {"chat_id": row.chat_telegram_id, **{key: payload[key] for key in payload if key != WHOLE}}


async def post(
    services: Services, pace: RateLimiter, row: OutboundMessage, turn: SendSlot, payload: dict[str, Any]
) -> Delivery:
    """The call itself; what became of it is written down."""
    began = asyncio.get_running_loop().time()
    try:
        posted = await _call(services, row, payload)
    except TelegramFailure as failure:
        over = failure
        return await _when_landed(pace, turn, began, lambda: _failed(services, pace, row, over))
    except asyncio.CancelledError:
        # Out of time, or the process ends: it may be in the chat.
        await _failed(services, pace, row, PossiblyPosted("The call was broken off."))
        raise
    except Exception as defect:
        log.exception("send_defect", outbound_id=row.id)
        # Whatever the network does is a TelegramFailure: this came up while the call was put together.
        refused = Refused(f"{type(defect).__name__}: {defect}"[:500])
        return await _when_landed(pace, turn, began, lambda: _failed(services, pace, row, refused))
    log.info(
        "message_sent",
        trace_id=row.trace_id,
        outbound_id=row.id,
        purpose=row.purpose,
        message_id=posted.message_id,
    )
    return await _when_landed(pace, turn, began, lambda: _sent(services, row, posted))


async def _call(services: Services, row: OutboundMessage, payload: dict[str, Any]) -> Posted:
    """The call; a text whose formatting Telegram cannot read is sent at once as plain text. Raises a TelegramFailure."""
    try:
        return await services.telegram.call(row.method, payload)
    except Refused as refusal:
        if _FORMATTING not in str(refusal).lower() or "parse_mode" not in payload:
            raise
        log.warning("sent_as_plain_text", outbound_id=row.id, error=str(refusal))
        return await services.telegram.call(row.method, as_plain_text(payload))


async def _when_landed(
    pace: RateLimiter, turn: SendSlot, began: float, note: Callable[[], Awaitable[Delivery]]
) -> Delivery:
    """Tell the pace that the call is over, and write down what became of it, also when the process ends meanwhile.

    A row left "sending" holds up its chat until the reconciler finds its worker dead: twenty seconds, seen in a story.
    """

    async def ending() -> Delivery:
        await _landed(pace, turn, began)
        return await note()

    task = asyncio.create_task(ending())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=_LAST_NOTE_SECONDS)
        task.cancel()
        raise


async def _sent(services: Services, row: OutboundMessage, posted: Posted) -> Delivery:
    await _noted(lambda: _note_posted(services, row, posted))
    services.counts.count(DELIVERIES, "sent")
    services.counts.observe(SEND_SECONDS, (clock.now() - row.available_at).total_seconds())
    return Delivery(row.id or 0, "sent", None if row.ephemeral else posted.message_id)


def _before_it_left(row: OutboundMessage, defect: Exception) -> TelegramFailure:
    if isinstance(defect, TelegramFailure):
        return defect
    if is_outage(defect):
        # The rows of its picture could not be read, or the pace not asked.
        return NotPosted(type(defect).__name__)
    log.error("send_defect", outbound_id=row.id, exc_info=defect)
    return Refused(f"{type(defect).__name__}: {defect}"[:500])


async def _landed(pace: RateLimiter, turn: SendSlot, began: float) -> None:
    try:
        await pace.record_arrival(turn, asyncio.get_running_loop().time() - began)
    except Exception as error:
        if not is_outage(error):
            raise
        # Its place is given up by itself; what became of the message counts more.
        log.warning("landing_not_told", error=type(error).__name__)


async def _note_posted(services: Services, row: OutboundMessage, posted: Posted) -> None:
    await record_posted(services.database, row, posted, clock.now())


async def _failed(
    services: Services, pace: RateLimiter, row: OutboundMessage, failure: TelegramFailure
) -> Delivery:
    delivery = await _write_failure(services, pace, row, failure)
    services.counts.count(DELIVERIES, delivery.state)
    return delivery


async def _write_failure(
    services: Services, pace: RateLimiter, row: OutboundMessage, failure: TelegramFailure
) -> Delivery:
    log.warning("message_failed", outbound_id=row.id, kind=type(failure).__name__, error=str(failure))
    edit = row.method.startswith("edit")
    if edit and isinstance(failure, Refused) and _GONE in str(failure).lower():
        return await _answered_anew(services, row)
    repeatable = isinstance(failure, NotPosted) or (isinstance(failure, PossiblyPosted) and edit)
    now = clock.now()
    if isinstance(failure, MovedAway):
        new = failure.chat_id
        await _noted(lambda: record_moved(services.database, row, new, now))
        return Delivery(row.id or 0, "later", why=type(failure).__name__)
    if repeatable and row.attempts <= len(LADDER):
        wait: float = LADDER[row.attempts - 1]
        if isinstance(failure, RateLimited):
            wait = failure.seconds
            await pace.record_refusal(row.chat_telegram_id, wait)
        later = now + dt.timedelta(seconds=wait)
        await _noted(lambda: record_later(services.database, row, str(failure), later))
        return Delivery(row.id or 0, "later", why=type(failure).__name__)
    state = "unknown" if isinstance(failure, PossiblyPosted) and not repeatable else "failed"
    blocked = isinstance(failure, Blocked)
    await _noted(lambda: record_end(services.database, row, state, str(failure), now, blocked=blocked))
    return Delivery(row.id or 0, state, why=type(failure).__name__)


async def _answered_anew(services: Services, row: OutboundMessage) -> Delivery:
    """The person has deleted the message: an answer is sent as a new one; a card that would only have been refreshed is
    left away."""
    anew = row.purpose != "notice"
    await _noted(lambda: record_gone(services.database, row, anew=anew, now=clock.now()))
    return Delivery(row.id or 0, "later" if anew else "failed", why="MessageGone")


async def _noted(note: Callable[[], Awaitable[None]]) -> None:
    for left in reversed(range(_NOTE_TRIES)):
        try:
            await note()
            return
        except Exception as error:
            if left == 0 or not is_outage(error):
                raise
            log.warning("note_waits", error=type(error).__name__)
            await asyncio.sleep(_NOTE_WAIT)

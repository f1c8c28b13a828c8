"""Deliver message: sends what the outbox owes to one chat, in order, one at a time (invariant I6)."""

import datetime as dt

import structlog

from models import clock
from models.outbox import OutboundMessage
from models.queue.contract import DeliverMessage
from worker.clients.telegram import Blocked, MaybePosted, NotPosted, TelegramFailure, TooMany
from worker.jobs.delivery_rows import claim_next, note_end, note_later, note_posted
from worker.services import Services

log = structlog.get_logger()

# Waits after "known not to have arrived", in seconds; about three hours in all.
LADDER = (1, 3, 10, 30, 120, 600, 3600, 7200)


async def deliver_message(services: Services, job: DeliverMessage) -> None:
    """Send the chat's pending rows, oldest first, until none is due or another worker has the chat's turn.

    A row that must wait is enqueued again by the sweep (worker/sweeps.py), which looks every second.
    """
    chat, worker_id = job.chat_telegram_id, services.worker_id
    while (row := await claim_next(services.database, chat, worker_id, clock.now())) is not None:
        try:
            posted = await services.telegram.call(
                row.method, {"chat_id": row.chat_telegram_id, **row.payload}
            )
        except TelegramFailure as failure:
            await _failed(services, row, failure)
        else:
            log.info("message_sent", outbound_id=row.id, purpose=row.purpose, message_id=posted.message_id)
            await note_posted(services.database, row, posted, clock.now())


async def _failed(services: Services, row: OutboundMessage, failure: TelegramFailure) -> None:
    log.warning("message_failed", outbound_id=row.id, kind=type(failure).__name__, error=str(failure))
    repeatable = isinstance(failure, NotPosted) or (
        isinstance(failure, MaybePosted) and row.method.startswith("edit")
    )
    now = clock.now()
    if repeatable and row.attempts <= len(LADDER):
        wait = failure.seconds if isinstance(failure, TooMany) else LADDER[row.attempts - 1]
        await note_later(services.database, row, str(failure), now + dt.timedelta(seconds=wait))
        return
    state = "unknown" if isinstance(failure, MaybePosted) and not repeatable else "failed"
    blocked_at = now if isinstance(failure, Blocked) else None
    await note_end(services.database, row, state, str(failure), blocked_at=blocked_at)

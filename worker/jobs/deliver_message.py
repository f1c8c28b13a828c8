"""Sends one chat's waiting outbox rows, in order and one at a time (invariant I6)."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field, replace

from models.queue.jobs import DeliverMessage
from models.runtime import clock
from worker.core.job_result import JobResult
from worker.delivery.outbox import Head, claim, next_due_head, postpone
from worker.delivery.rate_limiter import RateLimiter
from worker.delivery.sender import Delivery, send
from worker.services import Services

# A turn that is further away is left to the reconciler: this job would only hold a place that others need.
_LONGEST_WAIT = 2.0
# A digest on its way to the same chat has arrived after about so long; the reconciler would come a second later.
_BEHIND_BULK = 0.05


@dataclass(frozen=True, slots=True)
class Delivered(JobResult):
    """The rows sent, with Telegram's message ids; those that were not, with the kind of trouble; and why it stopped."""

    sent: dict[int, int | None] = field(default_factory=dict)
    not_sent: dict[int, str] = field(default_factory=dict)
    ended: str = ""

    def note(self, sending: Delivery) -> None:
        """One row's end."""
        if sending.state == "sent":
            self.sent[sending.outbound_id] = sending.message_id
        else:
            self.not_sent[sending.outbound_id] = f"{sending.state}: {sending.why}"


async def deliver_message(services: Services, job: DeliverMessage) -> Delivered:
    """Send what people wait for in the row's chat, oldest first, until none is due or another has the chat's turn.

    A row that must wait is enqueued again by the reconciler (worker/reconciler.py), which looks every second. What nobody
    waits for (digests, reminders) goes in bulk, by `send_bulk.py`.
    """
    pace, delivered = RateLimiter.from_settings(services.redis, services.settings), Delivered()
    loop = asyncio.get_running_loop()
    end = loop.time() + _LONGEST_WAIT
    while (head := await next_due_head(services.database, job.outbound_id, clock.now())) is not None:
        if head.behind_bulk:
            if loop.time() > end:
                return replace(delivered, ended="a digest is on its way to this chat")
            await asyncio.sleep(_BEHIND_BULK)
            continue
        turn = await pace.reserve_urgent_slot(head.chat_telegram_id, most_seconds=_LONGEST_WAIT)
        if turn.seconds > 0:
            await _put_off(services, head, turn.seconds)
            return replace(delivered, ended=f"Telegram's pace: the next in {turn.seconds:.1f} s")
        row = await claim(services.database, head, services.worker_id, clock.now())
        if row is None:
            return replace(delivered, ended="another worker has the chat's turn")
        delivered.note(await send(services, pace, row, turn))
    return replace(delivered, ended="nothing is due in this chat")


async def _put_off(services: Services, head: Head, seconds: float) -> None:
    await postpone(services.database, head, clock.now() + dt.timedelta(seconds=seconds))

"""Tells a person how far a long job is, by edits of the message that said it had begun."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage
from models.runtime import clock
from models.tables.outbox import OutboundMessage
from worker.core.i18n import Translator
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import Speaker
from worker.services import Services

# What takes less than this is done before a first figure is read.
_BETWEEN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ProgressPlace:
    """Which message is edited: the first of this trace and purpose. `key` begins the outbox keys of the edits.

    With `kept` they belong to the speaker's workspace; otherwise they are forgotten once sent.
    """

    trace_id: str
    purpose: str
    key: str
    kept: bool = True


@dataclass(slots=True)
class ProgressMessage:
    """Edits the message every few seconds at most; `text` makes the sentence from the per cent."""

    services: Services
    speaker: Speaker
    place: ProgressPlace
    text: Callable[[Translator, int], str]
    seconds_between: float = _BETWEEN_SECONDS
    _told_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    _times: int = 0

    async def tell(self, percent: int) -> None:
        """Say how far it is, unless that was said a moment ago."""
        now = asyncio.get_running_loop().time()
        # The job's transaction holds one connection; with a pool of one this would wait for it for ever.
        if now - self._told_at < self.seconds_between or self.services.settings.worker_max_jobs < 2:
            return
        self._told_at = now
        await self._edit(self.text(self.speaker.translator, percent))

    async def end(self, text: str) -> None:
        """Say how it ended, where figures were told."""
        if self._times:
            await self._edit(text)

    async def _edit(self, text: str) -> None:
        self._times += 1
        async with self.services.database.transaction() as session:
            row = await self._row(session, text)
        if row is not None and row.id is not None:
            await self.services.producer.enqueue(DeliverMessage(row.id, self.place.trace_id))

    async def _row(self, session: AsyncSession, text: str) -> OutboundMessage | None:
        place = self.place
        told = select(OutboundMessage.telegram_message_id).where(
            OutboundMessage.trace_id == place.trace_id,
            OutboundMessage.purpose == place.purpose,
            col(OutboundMessage.telegram_message_id).is_not(None),
        )
        message_id = (await session.exec(told.order_by(col(OutboundMessage.id)).limit(1))).first()
        if message_id is None:
            return None
        row = outbox_row(
            Reply(text, edits=message_id, ephemeral=not place.kept),
            workspace_id=self.speaker.workspace_id if place.kept else None,
            chat_telegram_id=self.speaker.chat_telegram_id,
            dedupe_key=f"{place.key}:told:{clock.now().timestamp()}:{self._times}",
            trace_id=place.trace_id,
            now=clock.now(),
        )
        session.add(row)
        await session.flush()
        return row

"""Makes the archive that a person asked for, and tells them how far it is."""

import asyncio
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage, Job, MakeExport
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.dead_letter import DeadLetter
from models.tables.export import Export
from models.tables.outbox import OutboundMessage
from worker.core.i18n import translator_for
from worker.core.job_result import JobResult
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import Speaker, find_speaker
from worker.features.export.service import make_archive
from worker.features.export.views import PURPOSE, failed, made_text, progress_text
from worker.services import Services

# What takes less than this is done before a first figure is read.
_BETWEEN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ExportMade(JobResult):
    """How many parts the archive has."""

    parts: int = 0


async def make_export(services: Services, job: MakeExport) -> ExportMade:
    """Make the archive in one transaction: a run that is interrupted leaves nothing, and the next begins again."""
    found = await _waiting(services, job)
    if found is None:
        return ExportMade()
    export, speaker = found
    progress = ProgressMessage(services, export, speaker)
    async with services.database.transaction() as session:
        messages = await make_archive(session, speaker, export, clock.now(), progress.tell)
    await progress.end()
    for row in messages:
        assert row.id is not None
        await services.producer.enqueue(DeliverMessage(row.id, export.trace_id))
    return ExportMade(len(messages))


async def _waiting(services: Services, job: MakeExport) -> tuple[Export, Speaker] | None:
    """The request and who made it, as they are by now; None when it is over, or they have no access any more."""
    async with services.database.transaction() as session:
        export = await session.get(Export, job.export_id)
        if export is None or export.state != "waiting":
            return None
        chat = await session.get_one(Chat, export.chat_id)
        speaker = await find_speaker(session, chat.telegram_id)
        if speaker is None:
            export.state = "failed"
            session.add(export)
            return None
        return export, speaker


class ProgressMessage:
    """Edits the message that said the archive is being made, every few seconds."""

    def __init__(
        self,
        services: Services,
        export: Export,
        speaker: Speaker,
        *,
        seconds_between: float = _BETWEEN_SECONDS,
    ) -> None:
        self._services, self._export, self._speaker = services, export, speaker
        self._between = seconds_between
        self._told_at = asyncio.get_running_loop().time()
        self._times = 0

    async def tell(self, percent: int) -> None:
        """Say how far it is, unless that was said a moment ago."""
        now = asyncio.get_running_loop().time()
        # The archive's transaction holds one connection; with a pool of one this would wait for it for ever.
        if now - self._told_at < self._between or self._services.settings.worker_max_jobs < 2:
            return
        self._told_at = now
        await self._edit(progress_text(self._speaker.translator, percent))

    async def end(self) -> None:
        """Say that it is made, where figures were told."""
        if self._times:
            await self._edit(made_text(self._speaker.translator))

    async def _edit(self, text: str) -> None:
        self._times += 1
        async with self._services.database.transaction() as session:
            row = await _edit_row(session, self._export, self._speaker, text, f"{self._times}")
        if row is not None and row.id is not None:
            await self._services.producer.enqueue(DeliverMessage(row.id, self._export.trace_id))


async def _edit_row(
    session: AsyncSession, export: Export, speaker: Speaker, text: str, number: str
) -> OutboundMessage | None:
    told = select(OutboundMessage.telegram_message_id).where(
        OutboundMessage.trace_id == export.trace_id,
        OutboundMessage.purpose == PURPOSE,
        col(OutboundMessage.telegram_message_id).is_not(None),
    )
    message_id = (await session.exec(told.order_by(col(OutboundMessage.id)).limit(1))).first()
    if message_id is None:
        return None
    row = outbox_row(
        Reply(text, edits=message_id),
        workspace_id=speaker.workspace_id,
        chat_telegram_id=speaker.chat_telegram_id,
        dedupe_key=f"export:{export.id}:told:{clock.now().timestamp()}:{number}",
        trace_id=export.trace_id,
        now=clock.now(),
    )
    session.add(row)
    await session.flush()
    return row


async def dead_letter_export(
    services: Services,  # noqa: ARG001 - the shape of all such endings
    session: AsyncSession,
    job: Job,
    dead_letter: DeadLetter,  # noqa: ARG001
) -> bool:
    """The archive could not be made: its person is told, and may ask again."""
    assert isinstance(job, MakeExport)
    export = await session.get(Export, job.export_id)
    if export is None or export.state != "waiting":
        return False
    chat = await session.get_one(Chat, export.chat_id)
    export.state, export.finished_at = "failed", clock.now()
    session.add(export)
    session.add(
        outbox_row(
            Reply(failed(translator_for(chat.language)), purpose="trouble"),
            workspace_id=chat.workspace_id,
            chat_telegram_id=chat.telegram_id,
            dedupe_key=f"export:{export.id}:failed",
            trace_id=export.trace_id,
            now=clock.now(),
        )
    )
    return True

"""Makes the archive that a person asked for, and tells them how far it is."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage, Job, MakeExport
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.dead_letter import DeadLetter
from models.tables.export import Export
from worker.core.i18n import translator_for
from worker.core.job_result import JobResult
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import Speaker, find_speaker
from worker.features.export.service import make_archive
from worker.features.export.views import PURPOSE, failed, made_text, progress_text
from worker.jobs.progress_message import ProgressMessage, ProgressPlace
from worker.services import Services


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
    place = ProgressPlace(export.trace_id, PURPOSE, f"export:{export.id}")
    progress = ProgressMessage(services, speaker, place, progress_text)
    async with services.database.transaction() as session:
        messages = await make_archive(session, speaker, export, clock.now(), progress.tell)
    await progress.end(made_text(speaker.translator))
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

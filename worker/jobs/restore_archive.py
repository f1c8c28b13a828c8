"""Reads a whole archive back in place of an empty workspace, and tells its owner how far it is."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage, Job, RestoreArchive
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.dead_letter import DeadLetter
from models.tables.outbox import OutboundMessage
from models.tables.restore import Restore
from worker.core.i18n import gettext_noop, translator_for
from worker.core.job_result import JobResult
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import Speaker, find_speaker
from worker.features.restore.read_archive import ArchiveError, open_archive
from worker.features.restore.service import replace_workspace
from worker.features.restore.views import PURPOSE, failed, progress_text, refused
from worker.jobs.progress_message import ProgressMessage, ProgressPlace
from worker.services import Services
from worker.telegram.client import Refused

# All parts are in the worker's memory at once. Larger archives are read by `planner import`.
MOST_BYTES = 40_000_000


@dataclass(frozen=True, slots=True)
class ArchiveRestored(JobResult):
    """How many rows are there again; none where the archive was refused."""

    rows: int = 0


async def restore_archive(services: Services, job: RestoreArchive) -> ArchiveRestored:
    """Read the archive back in one transaction: a run that is interrupted leaves all as it was, and the next begins again."""
    found = await _waiting(services, job)
    if found is None:
        return ArchiveRestored()
    restore, speaker = found
    place = ProgressPlace(restore.trace_id, PURPOSE, f"restore:{restore.id}", kept=False)
    progress = ProgressMessage(services, speaker, place, progress_text)
    try:
        with open_archive(await _downloaded(services, restore)) as archive:
            rows = sum(archive.rows.values())
            async with services.database.transaction() as session:
                tell = _per_cent(progress, rows)
                told = await replace_workspace(session, speaker, restore, archive, clock.now(), tell)
    except ArchiveError as error:
        rows, told = 0, await _refuse(services, restore, speaker, error)
    assert told.id is not None
    await services.producer.enqueue(DeliverMessage(told.id, restore.trace_id))
    return ArchiveRestored(rows)


def _per_cent(progress: ProgressMessage, rows: int) -> Callable[[int], Awaitable[None]]:
    async def tell(loaded: int) -> None:
        await progress.tell(min(99, loaded * 100 // max(1, rows)))

    return tell


async def _waiting(services: Services, job: RestoreArchive) -> tuple[Restore, Speaker] | None:
    """The request and the owner who made it; None when it is over, or they own nothing any more."""
    async with services.database.transaction() as session:
        restore = await session.get(Restore, job.restore_id)
        if restore is None:
            return None
        chat = await session.get_one(Chat, restore.chat_id)
        speaker = await find_speaker(session, chat.telegram_id)
        if speaker is None or not speaker.is_owner:
            await session.delete(restore)
            return None
        return restore, speaker


async def _downloaded(services: Services, restore: Restore) -> list[io.BytesIO]:
    """The parts' bytes. Raises ArchiveError, and TelegramFailure when Telegram is unavailable."""
    parts: list[io.BytesIO] = []
    for file_id in restore.file_ids:
        try:
            parts.append(io.BytesIO(await services.telegram.download(file_id)))
        except Refused:
            raise ArchiveError(gettext_noop("Telegram no longer has the file; send it again")) from None
        if sum(part.getbuffer().nbytes for part in parts) > MOST_BYTES:
            raise ArchiveError(
                gettext_noop(
                    "it is larger than 40 MB; whoever runs this planner can load it with “planner import”"
                )
            )
    return parts


async def _refuse(
    services: Services, restore: Restore, speaker: Speaker, error: ArchiveError
) -> OutboundMessage:
    """The request goes, and the owner is told why."""
    async with services.database.transaction() as session:
        await session.delete(await session.get_one(Restore, restore.id))
        row = _row(refused(speaker, error), restore, speaker.workspace_id, speaker.chat_telegram_id)
        session.add(row)
        await session.flush()
        return row


def _row(reply: Reply, restore: Restore, workspace_id: int, chat_telegram_id: int) -> OutboundMessage:
    return outbox_row(
        reply,
        workspace_id=workspace_id,
        chat_telegram_id=chat_telegram_id,
        dedupe_key=f"restore:{restore.id}:ended",
        trace_id=restore.trace_id,
        now=clock.now(),
    )


async def dead_letter_restore(
    services: Services,  # noqa: ARG001 - the shape of all such endings
    session: AsyncSession,
    job: Job,
    dead_letter: DeadLetter,  # noqa: ARG001
) -> bool:
    """The archive could not be read back: its owner is told, and may send it again."""
    assert isinstance(job, RestoreArchive)
    restore = await session.get(Restore, job.restore_id)
    if restore is None:
        return False
    chat = await session.get_one(Chat, restore.chat_id)
    session.add(
        _row(
            Reply(failed(translator_for(chat.language)), purpose="trouble"),
            restore,
            chat.workspace_id,
            chat.telegram_id,
        )
    )
    await session.delete(restore)
    return True

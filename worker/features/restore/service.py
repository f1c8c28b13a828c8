"""Offers to read a whole archive back, keeps the confirmed request, and puts the archive in the place of the workspace."""

import datetime as dt
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import RestoreArchive
from models.tables.all_tables import METADATA
from models.tables.budget import Budget
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.note import Note
from models.tables.outbox import OutboundMessage
from models.tables.restore import Restore
from models.tables.workspace import Workspace
from worker.core.handler import HandlerContext
from worker.core.i18n import gettext_noop
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import Speaker
from worker.features.forget.erased_rows import (
    JOB_RECORDS,
    UPDATES,
    Lanes,
    table_of,
    workspace_conditions,
)
from worker.features.restore.load_archive import Progress, load_archive
from worker.features.restore.queries import PART_KEY, SentParts, part_in, rows_in_the_way, sent_parts
from worker.features.restore.read_archive import Archive, ArchiveError, ArchivePart
from worker.features.restore.views import archive_lines, read_button, restored, unreadable_line
from worker.services import Services

# What is not the workspace's world: updates that count once, attempts of jobs, and money that is spent.
_KEPT = frozenset((*(table.name for table in JOB_RECORDS), UPDATES.name, table_of(Budget).name))


def part_as_json(part: ArchivePart, file_id: str) -> dict[str, Any]:
    """For the proposal of a note: the part, and Telegram's id of its file."""
    return {PART_KEY: {**asdict(part), "file_id": file_id}}


async def with_archive(
    session: AsyncSession, speaker: Speaker, shown: Reply, part: ArchivePart | ArchiveError, note_id: int
) -> Reply:
    """What is said of a sent archive's tasks, and whether all of the archive can be read back, with its button."""
    if isinstance(part, ArchiveError):
        return replace(shown, text=f"{unreadable_line(speaker, part)}\n\n{shown.text}")
    sent = await sent_parts(session, speaker, part.made_at)
    in_the_way = await rows_in_the_way(session, speaker)
    lines = "\n".join(archive_lines(speaker, part, sent, in_the_way))
    offered = speaker.is_owner and sent.is_whole and not in_the_way
    buttons = ((read_button(speaker, note_id),), *shown.buttons) if offered else shown.buttons
    return replace(shown, text=f"{lines}\n\n{shown.text}", buttons=buttons)


async def offered_archive(session: AsyncSession, speaker: Speaker, note_id: int) -> SentParts | None:
    """All parts of the archive to which a sent file belongs; None when the offer is over or a part is not there."""
    statement = select(Note).where(Note.id == note_id, Note.chat_id == speaker.chat_id, Note.state == "open")
    note = (await session.exec(statement)).first()
    if note is None or PART_KEY not in (note.proposal or {}):
        return None
    _number, (part, _file_id) = part_in(note)
    sent = await sent_parts(session, speaker, part.made_at)
    return sent if sent.is_whole else None


async def request_restore(
    session: AsyncSession, speaker: Speaker, sent: SentParts, context: HandlerContext
) -> None:
    """Have the archive read back; the scheduler enqueues its job. Asked for twice, it is one request."""
    await session.execute(select(Workspace.id).where(Workspace.id == speaker.workspace_id).with_for_update())
    asked = select(Restore.id).where(Restore.workspace_id == speaker.workspace_id)
    if (await session.exec(asked)).first() is not None:
        return
    session.add(
        Restore(
            workspace_id=speaker.workspace_id,
            chat_id=speaker.chat_id,
            trace_id=context.trace_id,
            file_ids=sent.file_ids,
            requested_at=context.now,
        )
    )
    await session.flush()


def has_restores(_: Any) -> ColumnElement[bool]:
    """Whether an archive is to be read back."""
    return exists(select(Restore.id))


async def enqueue_restores(services: Services) -> None:
    """Enqueue the reading of each archive that waits. Called by the scheduler."""
    async with services.database.read_session() as session:
        waiting = (await session.exec(select(Restore.id))).all()
    for restore_id in waiting:
        assert restore_id is not None
        await services.producer.enqueue(RestoreArchive(restore_id))


async def replace_workspace(
    session: AsyncSession,
    speaker: Speaker,
    restore: Restore,
    archive: Archive,
    now: dt.datetime,
    progress: Progress,
) -> OutboundMessage:
    """Put the archive's rows in the place of the workspace, which goes with the request; the message that says so.

    In the caller's transaction, which an ArchiveError ends: then nothing has changed.
    """
    # Whoever makes a task meanwhile waits for this row, finds it gone, and is handled again with the rows there are then.
    await session.execute(select(Workspace.id).where(Workspace.id == speaker.workspace_id).with_for_update())
    if await rows_in_the_way(session, speaker):
        raise ArchiveError(gettext_noop("this planner is no longer empty"))
    await _let_go(session, speaker.workspace_id)
    loaded = await load_archive(session, archive, progress)
    workspace_id = await _workspace_of_owner(session, speaker)
    await session.execute(
        update(Budget).where(col(Budget.scope) == speaker.workspace_id).values(scope=workspace_id)
    )
    row = outbox_row(
        restored(speaker, archive.made_at, loaded),
        workspace_id=workspace_id,
        chat_telegram_id=speaker.chat_telegram_id,
        dedupe_key=f"restore:{restore.id}:done:{now.timestamp()}",
        trace_id=restore.trace_id,
        now=now,
    )
    session.add(row)
    await session.flush()
    return row


async def _let_go(session: AsyncSession, workspace_id: int) -> None:
    """Delete the workspace's rows. Messages that are still to be sent stay until they are."""
    owed = (col(OutboundMessage.workspace_id) == workspace_id) & col(OutboundMessage.state).in_(
        ("pending", "sending")
    )
    free = {"workspace_id": None, "operation_id": None, "ephemeral": True}
    await session.execute(update(OutboundMessage).where(owed).values(**free))
    for name, condition in workspace_conditions(workspace_id, Lanes((), ())).items():
        if name not in _KEPT:
            await session.execute(delete(METADATA.tables[name]).where(condition))


async def _workspace_of_owner(session: AsyncSession, speaker: Speaker) -> int:
    """The workspace that whoever asked owns now. Raises ArchiveError where the archive is of another account."""
    statement = (
        select(Chat.workspace_id)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(
            Chat.telegram_id == speaker.chat_telegram_id,
            Chat.kind == "private",
            col(Member.is_owner),
            col(Member.archived_at).is_(None),
            Member.telegram_user_id == speaker.chat_telegram_id,
        )
    )
    found = (await session.exec(statement)).first()
    if found is None:
        raise ArchiveError(
            gettext_noop(
                "its owner has another Telegram account; whoever runs this planner can load it with “planner import”"
            )
        )
    return found

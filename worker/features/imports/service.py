"""Offers the tasks of a sent file, and adds them under one operation."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.note import Note
from models.tables.task import Task
from worker.core.handler import Handler, HandlerContext, HandlerResult, both, reply_only
from worker.core.operations import new_operation
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id, reachable_tasks
from worker.core.task_recorder import TaskRecorder
from worker.features.imports.foreign_tasks import ForeignTask, ForeignTasks, read_foreign_tasks
from worker.features.imports.views import added, nothing_open, preview, refused_zip, unreadable
from worker.features.imports.zip_files import MOST_ZIP_BYTES, ZipProblem, read_zip
from worker.features.notes.service import add_note
from worker.features.restore.read_archive import ArchiveError, ArchivePart, read_part
from worker.features.restore.service import part_as_json, with_archive
from worker.services import Services
from worker.telegram.client import Refused

MOST_BYTES = 1_000_000
_KEY = "foreign_tasks"
_SUFFIXES = (".csv", ".tsv", ".json", ".zip")
# How the bytes of a ZIP file begin, also of an empty one.
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def is_task_file(name: str) -> bool:
    """Whether a file of this name may hold tasks of another program."""
    return name.lower().endswith(_SUFFIXES)


async def offer_tasks(
    services: Services, speaker: Speaker, file_id: str, message_id: int | None, *, otherwise: Handler
) -> Handler:
    """The handler of such a file: downloaded and read here, with nothing held (I7). A ZIP file of which no tasks are read is
    `otherwise` handled, after the reason where there is more to it. Raises TelegramFailure when Telegram is unavailable."""
    try:
        body = await services.telegram.download(file_id)
    except Refused:
        body = b""
    found = await asyncio.to_thread(_read, body, speaker.zone)
    archive = await asyncio.to_thread(_archive_in, body)
    if archive is not None and (isinstance(archive, ArchivePart) or not isinstance(found, str)):
        # Of a large archive the tables of its tasks may be too long to take them alone.
        tasks = found if isinstance(found, ForeignTasks) else ForeignTasks(archive=True)
        return _offered(speaker, tasks, message_id, _SentArchive(archive, file_id))
    if found == "no tasks":
        return otherwise
    if isinstance(found, str):
        return both(reply_only(refused_zip(speaker, found), workspace_id=speaker.workspace_id), otherwise)
    if found is None:
        return reply_only(unreadable(speaker), workspace_id=speaker.workspace_id)
    if not found.tasks:
        return reply_only(nothing_open(speaker, found), workspace_id=speaker.workspace_id)
    return _offered(speaker, found, message_id)


def _read(body: bytes, zone: ZoneInfo) -> ForeignTasks | ZipProblem | None:
    """The tasks of a file, why a ZIP file is not read, or None for any other file that is not."""
    if body.startswith(_ZIP):
        return read_zip(body, zone) if len(body) <= MOST_ZIP_BYTES else "too large"
    return read_foreign_tasks(body, zone) if 0 < len(body) <= MOST_BYTES else None


def _archive_in(body: bytes) -> ArchivePart | ArchiveError | None:
    """The part of an archive of ours that a file is, or why it cannot be read back; None for any other file."""
    if not body.startswith(_ZIP) or len(body) > MOST_ZIP_BYTES:
        return None
    try:
        return read_part(body)
    except ArchiveError as error:
        return error


@dataclass(frozen=True, slots=True)
class _SentArchive:
    part: ArchivePart | ArchiveError
    file_id: str


def _offered(
    speaker: Speaker, found: ForeignTasks, message_id: int | None, archive: _SentArchive | None = None
) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        proposal: dict[str, Any] = {_KEY: [task.to_json() for task in found.tasks]}
        if archive is not None and isinstance(archive.part, ArchivePart):
            proposal |= part_as_json(archive.part, archive.file_id)
        words = "; ".join(task.title for task in found.tasks)[:1000]
        note = await add_note(session, speaker, words, message_id, context, proposal=proposal)
        shown = preview(speaker, found, note.id or 0, context.now)
        if archive is not None:
            shown = await with_archive(session, speaker, shown, archive.part, note.id or 0)
        return HandlerResult([shown], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def open_offer(session: AsyncSession, speaker: Speaker, note_id: int) -> Note | None:
    """The offer of the speaker's chat, locked; None when it is over."""
    statement = select(Note).where(
        Note.id == note_id,
        Note.workspace_id == speaker.workspace_id,
        Note.chat_id == speaker.chat_id,
        Note.state == "open",
    )
    note = (await session.exec(statement.with_for_update())).first()
    return note if note is not None and _KEY in (note.proposal or {}) else None


async def add_tasks(session: AsyncSession, speaker: Speaker, note: Note, context: HandlerContext) -> Reply:
    """Add all tasks of an offer but those that are there already; one undo takes them back."""
    offered = [ForeignTask.from_json(each) for each in (note.proposal or {})[_KEY]]
    operation = await new_operation(session, speaker, "task_file", context)
    assert operation.id is not None
    recorder = TaskRecorder(session, operation, context.now)
    known = await _known(session, speaker, offered)
    twice = 0
    for task in offered:
        if known[_same(task)] > 0:
            known[_same(task)] -= 1
            twice += 1
            continue
        await recorder.create(
            title=task.title,
            assignee_id=default_assignee_id(speaker),
            deadline_on=task.on,
            deadline_at=task.at,
            priority=task.priority,
        )
    note.operation_id, note.state, note.settled_at = operation.id, "task", context.now
    session.add(note)
    await session.flush()
    return added(speaker, len(offered) - twice, twice, operation.id)


async def _known(session: AsyncSession, speaker: Speaker, offered: list[ForeignTask]) -> Counter[Any]:
    """How many open tasks there are of each title and date: a file that holds one twice means two."""
    titles = {task.title for task in offered}
    statement = reachable_tasks(speaker).where(Task.status == "open", col(Task.title).in_(titles))
    rows = (await session.exec(statement)).all()
    return Counter((row.title, row.deadline_on, row.deadline_at) for row in rows)


def _same(task: ForeignTask) -> tuple[Any, ...]:
    return (task.title, task.on, task.at)

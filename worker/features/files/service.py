"""Keeps the files that people send, and puts them with tasks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from models.tables.task_file import TaskFile
from worker.core.last_message import last_bot_message
from worker.core.speaker import Speaker
from worker.telegram.message_content import KeptFile

RECORDINGS = ("voice", "audio", "video_note")


async def keep_file(
    session: AsyncSession,
    speaker: Speaker,
    file: KeptFile,
    *,
    message_id: int | None,
    album: str,
    now: dt.datetime,
) -> TaskFile:
    """The row of a file that belongs to no task yet."""
    row = TaskFile(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        group_id=speaker.group_id,
        source_message_id=message_id,
        album=album,
        kind=file.kind,
        file_id=file.file_id,
        name=file.name,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def put_with_tasks(
    session: AsyncSession,
    files: Sequence[TaskFile],
    tasks: Collection[Task],
    operation: Operation,
    now: dt.datetime,
) -> None:
    """Put each file with each task, under an operation: while that is undone, the files are not with the tasks."""
    for file in files:
        for task in tasks:
            row = file
            if file.task_id is not None:
                row = TaskFile(
                    **file.model_dump(exclude={"id", "task_id", "operation_id", "created_at"}), created_at=now
                )
            row.task_id, row.operation_id = task.id, operation.id
            session.add(row)
            await session.flush()


async def put_files_of_message(
    session: AsyncSession,
    speaker: Speaker,
    operation: Operation,
    created: Sequence[Task],
    touched: Sequence[Task],
    answered_id: int | None,
    now: dt.datetime,
) -> None:
    """Put the files of a message, or those that it answers for, with the tasks that it made.

    The message's own files go with the tasks it changed where it made none. `answered_id` is the message it replies to.
    """
    own = await _files_of_message(session, speaker, operation.source_message_id)
    if own:
        await put_with_tasks(session, own, created or touched, operation, now)
    elif created:
        waiting = await waiting_files(session, speaker, answered_id, now)
        await put_with_tasks(session, waiting, created, operation, now)


def _of_place(speaker: Speaker) -> ColumnElement[bool]:
    """The condition for files that were sent where the speaker is: message ids belong to a chat."""
    same_group = col(TaskFile.group_id).is_not_distinct_from(speaker.group_id)
    return (col(TaskFile.chat_id) == speaker.chat_id) & same_group


async def _files_of_message(
    session: AsyncSession, speaker: Speaker, message_id: int | None
) -> list[TaskFile]:
    """The files of a message and of its album that are with no task."""
    if message_id is None:
        return []
    sent = await _newest(session, _of_place(speaker), col(TaskFile.source_message_id) == message_id)
    if not sent:
        return []
    if sent[0].album:
        of_album = await _newest(session, _of_place(speaker), col(TaskFile.album) == sent[0].album)
        sent = [file for file in of_album if file.task_id is None] or sent
    return await _without_task(session, sent)


async def _newest(session: AsyncSession, *conditions: ColumnElement[bool]) -> list[TaskFile]:
    statement = select(TaskFile).where(*conditions).order_by(col(TaskFile.id))
    return list((await session.exec(statement)).all())


async def _without_task(session: AsyncSession, files: list[TaskFile]) -> list[TaskFile]:
    """Those that no standing operation has put with a task; each file once."""
    standing = select(Operation.id).where(
        col(Operation.id).in_([file.operation_id for file in files]), col(Operation.undone_at).is_(None)
    )
    placed = set((await session.exec(standing)).all())
    taken = {file.file_id for file in files if file.operation_id in placed}
    return list({file.file_id: file for file in files if file.file_id not in taken}.values())


async def waiting_files(
    session: AsyncSession, speaker: Speaker, answered_id: int | None, now: dt.datetime
) -> list[TaskFile]:
    """The files whose author was asked what they are for: by the message replied to (or they were sent in it), otherwise
    by the newest message of the bot."""
    if answered_id is None:
        asked = await last_bot_message(session, speaker, now)
    else:
        asked = await _own_message(session, speaker, answered_id)
    asked_for = None if asked is None else col(TaskFile.asked_at) == asked.created_at
    sent_in = col(TaskFile.source_message_id) == answered_id
    if asked_for is None:
        asked_for = sent_in
    elif answered_id is not None:
        asked_for = or_(asked_for, sent_in)
    return await _newest(session, _of_place(speaker), col(TaskFile.task_id).is_(None), asked_for)


async def _own_message(session: AsyncSession, speaker: Speaker, message_id: int) -> OutboundMessage | None:
    statement = select(OutboundMessage).where(
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
        OutboundMessage.telegram_message_id == message_id,
    )
    return (await session.exec(statement.order_by(col(OutboundMessage.id)))).first()


async def album_of(session: AsyncSession, speaker: Speaker, file: TaskFile) -> list[TaskFile]:
    """The other files of its album that have arrived already, oldest first."""
    if not file.album:
        return []
    of_album = await _newest(session, _of_place(speaker), col(TaskFile.album) == file.album)
    return [other for other in of_album if other.id != file.id]


async def kept_file(session: AsyncSession, speaker: Speaker, file_id: int) -> TaskFile | None:
    """A file of the speaker's own that is with no task, and may be put with one or dropped."""
    statement = select(TaskFile).where(
        TaskFile.id == file_id, _of_place(speaker), col(TaskFile.task_id).is_(None)
    )
    return (await session.exec(statement.with_for_update())).first()


async def asked_with(session: AsyncSession, speaker: Speaker, file: TaskFile) -> list[TaskFile]:
    """The files that the same question is about."""
    same = col(TaskFile.asked_at) == file.asked_at
    return await _newest(session, _of_place(speaker), col(TaskFile.task_id).is_(None), same)


async def files_of_tasks(session: AsyncSession, tasks: Collection[Task]) -> dict[int, list[TaskFile]]:
    """By task, the files that stay with it, in the order they came; the caller has checked that the tasks may be seen."""
    statement = (
        select(TaskFile)
        .join(Operation, col(Operation.id) == col(TaskFile.operation_id))
        .where(col(TaskFile.task_id).in_([task.id for task in tasks]), col(Operation.undone_at).is_(None))
        .order_by(col(TaskFile.id))
    )
    found: dict[int, list[TaskFile]] = defaultdict(list)
    for file in (await session.exec(statement)).all():
        found[file.task_id or 0].append(file)
    return found

"""Files that come with messages: each is kept, and goes with the tasks that its message, its album or its answer makes."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.deferred_read import DeferredRead
from models.tables.operation import Operation
from models.tables.task import Task
from models.tables.task_file import TaskFile
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id, reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.capture.edited_message import card_message_id
from worker.features.capture.reader_context import tasks_replied_to
from worker.features.files import service
from worker.features.tasks.views import card_of
from worker.telegram.message_content import KeptFile
from worker.telegram.update import IncomingUpdate
from worker.understanding.bounded_pattern import bounded

_KIND = "files"
_MOST_CHOICES = 6
# "#12", "it's for #12", "add it to task 12"; «12», «это к #12», «прикрепи к задаче 12».
_NUMBERED = bounded(
    r"(?:(?:it|this|that|they|these)(?:['’]?s|\s+is|\s+are)?\s+)?(?:(?:goes|go|belongs|belong|attach|add|put)\s+)?"
    r"(?:(?:it|this|them)\s+)?(?:(?:for|to|with|on|in)\s+)?(?:task\s+)?#?\s*(?P<en>\d{1,9})[.!]?"
    r"|(?:это\s+)?(?:(?:прикрепи|добавь|приложи|положи|относится)(?:те)?\s+)?(?:(?:его|её|ее|их|это)\s+)?"
    r"(?:(?:к|ко|для|по|в)\s+)?(?:задач\w+\s+)?[#№]?\s*(?P<ru>\d{1,9})[.!]?",
    re.IGNORECASE,
)


def keeping_file(handler: Handler, speaker: Speaker, incoming: IncomingUpdate) -> Handler:
    """The handler of a message with words (or a recording) and a file: the file goes with the tasks it makes or changes.

    Where it makes none, the file goes with the task of the card that is replied to, or waits for the message that says
    what it is for.
    """
    file = incoming.file
    if file is None or incoming.edited:
        return handler

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        row = await _kept(session, speaker, incoming, file, context)
        done = await handler.apply(session, context)
        await session.flush()
        if row.task_id is not None or await _is_read_later(session, context):
            return done
        tasks = await _answered_tasks(session, speaker, incoming)
        if len(tasks) == 1:
            added = await _put_with_task(session, speaker, [row], tasks[0], context)
            return replace(done, replies=[*done.replies, added])
        if row.kind not in service.RECORDINGS:
            row.asked_at = context.now
            session.add(row)
        return done

    return replace(handler, apply=apply)


def lone_file(speaker: Speaker, incoming: IncomingUpdate, file: KeptFile) -> Handler:
    """The handler of a file without words: it goes with the task of the card replied to, or with its album; otherwise its
    author is asked what it is for."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        row = await _kept(session, speaker, incoming, file, context)
        replies = await _placed(session, speaker, incoming, row, context)
        outcome = "done" if replies is not None else "ignored"
        return HandlerResult(replies or [], workspace_id=speaker.workspace_id, outcome=outcome)  # type: ignore[arg-type]

    return Handler(apply)


async def _kept(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, file: KeptFile, context: HandlerContext
) -> TaskFile:
    return await service.keep_file(
        session, speaker, file, message_id=incoming.message_id, album=incoming.album, now=context.now
    )


async def _placed(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, row: TaskFile, context: HandlerContext
) -> list[Reply] | None:
    """The replies to a lone file; None where another one of its album was answered."""
    album = await service.album_of(session, speaker, row)
    standing = [each for each in album if each.operation_id is not None]
    if standing:
        return await _put_with_album(session, speaker, row, standing, context)
    tasks = await _answered_tasks(session, speaker, incoming)
    if len(tasks) == 1:
        return [await _put_with_task(session, speaker, [row], tasks[0], context)]
    row.asked_at = next((each.asked_at for each in album if each.asked_at), None) or context.now
    session.add(row)
    await session.flush()
    return [_question(speaker, row, tasks)] if row.asked_at == context.now else None


async def _answered_tasks(session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate) -> list[Task]:
    ids = await tasks_replied_to(session, speaker, incoming.reply_to_message_id)
    found = await reachable_by_id(session, speaker, ids)
    return [found[each] for each in ids if each in found]


async def _put_with_album(
    session: AsyncSession, speaker: Speaker, row: TaskFile, album: Sequence[TaskFile], context: HandlerContext
) -> list[Reply]:
    """A further file of an album goes where the first one went; the card there is shown with it."""
    operation = await session.get_one(Operation, album[0].operation_id)
    ids = {each.task_id or 0 for each in album if each.operation_id == operation.id}
    tasks = await reachable_by_id(session, speaker, ids)
    await service.put_with_tasks(session, [row], list(tasks.values()), operation, context.now)
    card = await card_of(session, operation, speaker, context.now)
    place = await card_message_id(session, speaker, operation)
    if place is not None:
        return [replace(card, edits=place, purpose="notice")]
    return []


async def _put_with_task(
    session: AsyncSession, speaker: Speaker, files: Sequence[TaskFile], task: Task, context: HandlerContext
) -> Reply:
    operation = await new_operation(session, speaker, _KIND, context)
    await service.put_with_tasks(session, files, [task], operation, context.now)
    TaskRecorder(session, operation, context.now).record_addition(task)
    await session.flush()
    return await card_of(session, operation, speaker, context.now, ask=False)


def _question(speaker: Speaker, row: TaskFile, tasks: Sequence[Task]) -> Reply:
    """What is the file for? With the tasks of a card that was replied to as buttons."""
    gettext = speaker.translator.gettext
    choices = [
        (Button(f"#{task.number} {task.title}"[:40], f"file:to:{row.id}:{task.id}"),)
        for task in tasks[:_MOST_CHOICES]
    ]
    drop = (Button(gettext("Nothing"), f"file:drop:{row.id}"),)
    if tasks:
        return Reply(gettext("Which of these tasks is it for?"), (*choices, drop), purpose="question")
    asked = gettext("What is to be done with it? Write it, or the number of the task that it is for (“#12”).")
    return Reply(asked, (drop,), purpose="question")


async def _is_read_later(session: AsyncSession, context: HandlerContext) -> bool:
    statement = select(DeferredRead.id).where(
        DeferredRead.trace_id == context.trace_id, DeferredRead.state == "waiting"
    )
    return (await session.exec(statement.limit(1))).first() is not None


async def file_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """`path`: "to", a waiting file and the task it is for; or "drop" and a waiting file. None for made-up data."""
    if not all(part.isdecimal() and len(part) <= 18 for part in path[1:]):
        return None
    row = await service.kept_file(session, speaker, int(path[1])) if len(path) > 1 else None
    if row is None:
        return None
    files = await service.asked_with(session, speaker, row)
    match path:
        case ["to", _, task_id]:
            task = (await reachable_by_id(session, speaker, [int(task_id)])).get(int(task_id))
            return None if task is None else await _put_with_task(session, speaker, files, task, context)
        case ["drop", _]:
            for file in files:
                file.asked_at = None
                session.add(file)
            return Reply(speaker.translator.gettext("All right: it stays in the chat, with no task."))
        case _:
            return None


async def answer_for_files(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, now: dt.datetime
) -> Handler | None:
    """The handler of a message that answers what a file is for with the number of a task; None for every other one."""
    said = _NUMBERED.fullmatch(incoming.text.strip())
    if said is None or incoming.forwarded:
        return None
    number = int(said["en"] or said["ru"])
    task = await reachable_task(session, speaker, number=number)
    if task is None or not await service.waiting_files(session, speaker, incoming.reply_to_message_id, now):
        return None

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        named = await reachable_task(session, speaker, number=number)
        files = await service.waiting_files(session, speaker, incoming.reply_to_message_id, context.now)
        if named is None or not files:
            return HandlerResult(workspace_id=speaker.workspace_id, outcome="ignored")
        card = await _put_with_task(session, speaker, files, named, context)
        return HandlerResult([card], workspace_id=speaker.workspace_id)

    return Handler(apply)

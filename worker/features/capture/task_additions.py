"""Comments and checklists asked for in words, and Telegram's own checklists."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id, reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.assignments.comments import tell_comment
from worker.features.checklists.items import said_items
from worker.features.checklists.service import add_items
from worker.features.comments.service import add_comment
from worker.features.tasks.views import card_of
from worker.understanding.intents import AddComment, AddItems


async def apply_comment(
    session: AsyncSession,
    speaker: Speaker,
    operation: Operation,
    request: AddComment,
    context: HandlerContext,
) -> Reply:
    """Add a comment under the message's operation, and tell it to the other side of an assignment; the card shows it."""
    task = await _numbered(session, speaker, request.task)
    if task is None:
        return _unknown(speaker)
    await add_comment(session, speaker, task, request.text, operation, context.now)
    await tell_comment(session, speaker, task, request.text, operation, context.now)
    return await card_of(session, operation, speaker, context.now, ask=False)


async def apply_items(
    session: AsyncSession, speaker: Speaker, operation: Operation, request: AddItems, context: HandlerContext
) -> Reply:
    """Add items to a task, or to a new one of the title said where no task was meant; the card shows them."""
    if request.task is not None:
        task = await _numbered(session, speaker, request.task)
        if task is None:
            return _unknown(speaker)
    else:
        recorder = TaskRecorder(session, operation, context.now)
        title = request.title[:1].upper() + request.title[1:]
        task = await recorder.create(title=title, assignee_id=default_assignee_id(speaker))
    items = said_items(request.text, _local(speaker, context.now))
    await add_items(session, task, items, operation, context.now)
    return await card_of(session, operation, speaker, context.now)


def _local(speaker: Speaker, now: dt.datetime) -> dt.datetime:
    return now.astimezone(speaker.zone)


async def _numbered(session: AsyncSession, speaker: Speaker, ref: str) -> Task | None:
    """The task of a reference ("T12"), open or not, within the speaker's reach."""
    return await reachable_task(session, speaker, number=int(ref.removeprefix("T")))


def _unknown(speaker: Speaker) -> Reply:
    return Reply(speaker.translator.gettext("I can't find the task you mean. /today shows what is open."))

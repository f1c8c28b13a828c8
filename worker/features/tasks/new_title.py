"""Edit → Title: asks for a new title on the card, and takes the next message for it."""

import datetime as dt

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.last_message import last_bot_message
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_operation, reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.tasks.views import card_of
from worker.telegram.update import IncomingUpdate

_LONGEST = 200
_VERB = "title"


async def title_question(
    session: AsyncSession, speaker: Speaker, operation: Operation, task: Task, context: HandlerContext
) -> Reply:
    """The card with the question; its button leads back and tells the next message what it answers."""
    gettext = speaker.translator.gettext
    title = escape_html(speaker.translator.quote(task.title))
    note = gettext("Write the new title of {task} (#{number}).", task=title, number=task.number)
    card = await card_of(session, operation, speaker, context.now, ask=False, note=note)
    back = Button(gettext("‹ Back"), f"{_VERB}:{operation.id}:{task.id}")
    return Reply(card.text, ((back,),), operation_id=operation.id, purpose="question")


async def title_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """Back from the question to the card of the operation that `path` begins with. None for made-up data."""
    if len(path) != 2 or not all(part.isdecimal() and len(part) <= 18 for part in path):
        return None
    operation = await reachable_operation(session, speaker, int(path[0]))
    return None if operation is None else await card_of(session, operation, speaker, context.now)


async def answer_with_title(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, now: dt.datetime
) -> Handler | None:
    """The handler of a message that is the new title; None where none was asked for, and for what is plainly no title."""
    said = incoming.text.strip()
    if incoming.forwarded or not _may_be_title(said):
        return None
    asked = await _asked(session, speaker, incoming.reply_to_message_id, now)
    if asked is None:
        return None

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        card = await _renamed(session, speaker, asked, said, context)
        return HandlerResult([card] if card else [], workspace_id=speaker.workspace_id)

    return Handler(apply)


def _may_be_title(said: str) -> bool:
    """Whether words may name a task: one line, no question, no command and no other task's number."""
    one_line = 0 < len(said) <= _LONGEST and "\n" not in said
    return one_line and not said.endswith("?") and "#" not in said and any(map(str.isalnum, said))


async def _asked(
    session: AsyncSession, speaker: Speaker, reply_to: int | None, now: dt.datetime
) -> tuple[int, int] | None:
    """The operation and the task of the question that is answered: the newest message's, or that of the one replied to."""
    row = await last_bot_message(session, speaker, now)
    if reply_to is not None:
        of_chat = OutboundMessage.chat_telegram_id == speaker.chat_telegram_id
        statement = select(OutboundMessage).where(of_chat, OutboundMessage.telegram_message_id == reply_to)
        row = (await session.exec(statement.order_by(col(OutboundMessage.id).desc()).limit(1))).first()
    keyboard = {} if row is None else row.payload.get("reply_markup", {})
    data = [
        button["callback_data"].split(":") for line in keyboard.get("inline_keyboard", []) for button in line
    ]
    return next(((int(path[1]), int(path[2])) for path in data if path[0] == _VERB), None)


async def _renamed(
    session: AsyncSession, speaker: Speaker, asked: tuple[int, int], title: str, context: HandlerContext
) -> Reply | None:
    operation = await reachable_operation(session, speaker, asked[0])
    task = await reachable_task(session, speaker, task_id=asked[1], status="open")
    if operation is None or task is None:
        return Reply(speaker.translator.gettext("I can't find the task you mean. /today shows what is open."))
    before, by_hand = task.title, await new_operation(session, speaker, "edit", context)
    await TaskRecorder(session, by_hand, context.now).change(task, title=title)
    note = f"{escape_html(before)} → {escape_html(title)}"
    # A card of its own; the one that was edited is shown again as any card of a changed task.
    return await card_of(session, by_hand, speaker, context.now, ask=False, note=note)

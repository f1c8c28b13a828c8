"""Telegram's own checklists: each becomes a task with items, and its ticks come back."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.checklist import ChecklistItem as ItemRow
from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.directory_names import load_directory_names
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.operations import new_operation, of_conversation
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id, reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.capture.default_business import default_business_id
from worker.features.capture.edited_message import card_message_id
from worker.features.checklists.items import LONGEST_TITLE, SaidItem
from worker.features.checklists.service import add_items, items_of_tasks, tick_item
from worker.features.tasks.views import card_of
from worker.telegram.message_content import Checklist, ChecklistItem, ChecklistTicks
from worker.telegram.update import IncomingUpdate

_KIND = "capture"


def checklist_handler(speaker: Speaker, incoming: IncomingUpdate) -> Handler | None:
    """The handler of a checklist of Telegram's, or of what became of one; None for every other message."""
    if incoming.ticks is not None:
        return _follow_ticks(speaker, incoming.ticks)
    return None if incoming.checklist is None else _take_checklist(speaker, incoming, incoming.checklist)


def _take_checklist(speaker: Speaker, incoming: IncomingUpdate, checklist: Checklist) -> Handler:
    """A checklist that was sent, forwarded or edited."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        known = await _made_of(session, speaker, incoming.message_id)
        if known is not None:
            done = {each.item_id: each.done for each in checklist.items}
            replies = await _follow(session, speaker, known, checklist.items, done, context)
        elif incoming.edited:
            replies = []
        else:
            replies = [await _new_task(session, speaker, checklist, context)]
        return HandlerResult(replies, workspace_id=speaker.workspace_id)

    return Handler(apply)


def _follow_ticks(speaker: Speaker, ticks: ChecklistTicks) -> Handler:
    """What Telegram tells of a checklist: items ticked, opened again, or added. The card shows it."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        known = await _made_of(session, speaker, ticks.message_id)
        if known is None:
            return HandlerResult(workspace_id=speaker.workspace_id, outcome="ignored")
        done = dict.fromkeys(ticks.done, True) | dict.fromkeys(ticks.reopened, False)
        replies = await _follow(session, speaker, known, ticks.added, done, context)
        return HandlerResult(replies, workspace_id=speaker.workspace_id)

    return Handler(apply)


async def _new_task(
    session: AsyncSession, speaker: Speaker, checklist: Checklist, context: HandlerContext
) -> Reply:
    operation = await new_operation(session, speaker, _KIND, context)
    names = await load_directory_names(session, speaker)
    title = _title(checklist.title) or speaker.translator.gettext("Checklist")
    business = names.only_business or await default_business_id(
        session, speaker, names, operation, title, None
    )
    task = await TaskRecorder(session, operation, context.now).create(
        title=title, business_id=business, assignee_id=default_assignee_id(speaker)
    )
    rows = await _add(session, task, checklist.items, operation, context)
    done = {each.item_id for each in checklist.items if each.done}
    for row in rows:
        if row.telegram_item_id in done:
            await tick_item(session, task, row, operation, context.now, done=True)
    return await card_of(session, operation, speaker, context.now)


async def _add(
    session: AsyncSession,
    task: Task,
    items: Sequence[ChecklistItem],
    operation: Operation,
    context: HandlerContext,
) -> list[ItemRow]:
    named = [each for each in items if _title(each.text)]
    said = [SaidItem(_title(each.text)) for each in named]
    return await add_items(session, task, said, operation, context.now, [each.item_id for each in named])


def _title(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TITLE]


async def _made_of(session: AsyncSession, speaker: Speaker, message_id: int | None) -> Operation | None:
    """The standing operation that made a task of the checklist in a message."""
    statement = (
        select(Operation)
        .where(
            of_conversation(speaker),
            Operation.source_message_id == message_id,
            Operation.kind == _KIND,
            col(Operation.undone_at).is_(None),
            col(Operation.id).in_(
                select(ItemRow.operation_id).where(col(ItemRow.telegram_item_id).is_not(None))
            ),
        )
        .order_by(col(Operation.id).desc())
    )
    return (await session.exec(statement)).first()


async def _follow(
    session: AsyncSession,
    speaker: Speaker,
    made: Operation,
    items: Sequence[ChecklistItem],
    done: dict[int, bool],
    context: HandlerContext,
) -> list[Reply]:
    """Add the items that are not known, and tick those whose tick differs; the card is shown again where that was any."""
    statement = select(ItemRow.task_id).where(ItemRow.operation_id == made.id).limit(1)
    task_id = (await session.exec(statement)).first()
    task = await reachable_task(session, speaker, task_id=task_id or 0, status="open")
    if task is None:
        return []
    listed = (await items_of_tasks(session, [task])).get(task.id or 0, [])
    known = {each.item.telegram_item_id: each for each in listed}
    new = [each for each in items if each.item_id not in known]
    turned = [each for number, each in known.items() if number in done and done[number] != each.done]
    if not (new or turned):
        return []
    operation = await new_operation(session, speaker, "tick", context)
    rows = await _add(session, task, new, operation, context) if new else []
    for row in (*(each.item for each in turned), *rows):
        ticked = done.get(row.telegram_item_id or 0, False)
        if row not in rows or ticked:
            await tick_item(session, task, row, operation, context.now, done=ticked)
    card = await card_of(session, made, speaker, context.now, ask=False)
    place = await card_message_id(session, speaker, made)
    return [] if place is None else [replace(card, edits=place, purpose="notice")]

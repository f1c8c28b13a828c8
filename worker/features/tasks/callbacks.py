"""The buttons that edit a task's field: choose the task, the field and the value."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_operation, reachable_task, tasks_of
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.service import estimate_basis_text, estimate_tasks
from worker.features.tasks import edit_menu
from worker.features.tasks.change_field import change_note, columns_of_choice, field_text
from worker.features.tasks.editable_fields import FIELD_BY_LETTER, NONE, TITLE, FieldContext
from worker.features.tasks.new_title import title_question
from worker.features.tasks.private_matters import remember_private
from worker.features.tasks.views import card_of


async def open_edit_menu(
    session: AsyncSession, speaker: Speaker, operation_id: int, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """The card with the next step's buttons; None when the button has expired."""
    operation = await reachable_operation(session, speaker, operation_id)
    if operation is None:
        return None
    tasks = [task for task in await tasks_of(session, speaker, operation) if task.status == "open"]
    chosen = next((task for task in tasks if path and str(task.id) == path[0]), None)
    if not path and len(tasks) == 1:
        chosen = tasks[0]
    if chosen is not None and path[1:] == [TITLE]:
        return await title_question(session, speaker, operation, chosen, context)
    rows = await _menu_rows(session, speaker, operation, chosen, path, context)
    if rows is None:
        return None
    asks_minutes = chosen is not None and path[1:] == ["e"]
    note = (
        await estimate_basis_text(session, speaker, chosen, context.now) if chosen and asks_minutes else None
    )
    if chosen is not None and note is None:
        title = escape_html(speaker.translator.quote(chosen.title))
        note = speaker.translator.gettext(
            "What is to change of {task} (#{number})?", task=title, number=chosen.number
        )
    card = await card_of(session, operation, speaker, context.now, ask=False, note=note)
    return Reply(card.text, rows, operation_id=operation.id) if card.text else None


async def _menu_rows(
    session: AsyncSession,
    speaker: Speaker,
    operation: Operation,
    chosen: Task | None,
    path: Sequence[str],
    context: HandlerContext,
) -> edit_menu.ButtonRows | None:
    if chosen is None:
        return (
            None
            if path
            else edit_menu.task_choice(operation, await tasks_of(session, speaker, operation), speaker)
        )
    offer = FieldContext(
        chosen, await load_directory_names(session, speaker), speaker, speaker.today(context.now)
    )
    if len(path) < 2:
        return edit_menu.field_choice(operation, chosen, offer)
    field = FIELD_BY_LETTER.get(path[1])
    return None if field is None else edit_menu.value_choice(operation, chosen, field, offer)


async def set_field_value(
    session: AsyncSession,
    speaker: Speaker,
    operation_id: int,
    task_id: int,
    letter: str,
    value: str,
    context: HandlerContext,
) -> Reply | None:
    """Set a field and return the card, with what changed and a button to undo just that; None for stale or made-up data."""
    operation = await reachable_operation(session, speaker, operation_id)
    task = await reachable_task(session, speaker, task_id=task_id, status="open")
    if operation is None or task is None:
        return None
    names, today = await load_directory_names(session, speaker), speaker.today(context.now)
    columns = columns_of_choice(letter, value, FieldContext(task, names, speaker, today))
    if columns is None:
        return None
    before = field_text(letter, task, names, speaker, today)
    by_hand = await new_operation(session, speaker, "edit", context)
    if not await TaskRecorder(session, by_hand, context.now).change(task, **columns):
        if letter == "b" and value == NONE:
            await remember_private(session, speaker, task, context)
        return await card_of(session, operation, speaker, context.now, ask=False)
    if letter in ("b", "p"):
        await estimate_tasks(session, [task], operation, context, under=by_hand)
    after = field_text(letter, task, names, speaker, today)
    note = escape_html(change_note(speaker.translator, letter, before, after))
    card = await card_of(session, operation, speaker, context.now, note=note)
    undo = Button(speaker.translator.gettext("Undo this change"), f"undo:{by_hand.id}:{operation.id}")
    return Reply(card.text, (*card.buttons, (undo,)), operation_id=operation.id)

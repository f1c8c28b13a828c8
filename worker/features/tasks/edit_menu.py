"""The keyboards that lead from a card to a field's values, with a way back at every step."""

from collections.abc import Sequence

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.reply import Button
from worker.core.speaker import Speaker
from worker.features.tasks.editable_fields import (
    FIELDS,
    NONE,
    TITLE,
    EditableField,
    FieldChoice,
    FieldContext,
)

ButtonRows = tuple[tuple[Button, ...], ...]
_LABEL_LIMIT = 30
# Telegram takes 100 buttons; more than this is no choice any more.
_CHOICE_LIMIT = 24


def task_choice(operation: Operation, tasks: Sequence[Task], speaker: Speaker) -> ButtonRows:
    """A button for each open task of the card."""
    open_tasks = [(index, task) for index, task in enumerate(tasks, start=1) if task.status == "open"]
    buttons = [
        Button(f"{index}  {_short(task.title)}", f"edit:{operation.id}:{task.id}")
        for index, task in open_tasks
    ]
    return (*((button,) for button in buttons), _back_row(operation, speaker))


def field_choice(operation: Operation, task: Task, offer: FieldContext) -> ButtonRows:
    """A button for each field that has something to choose from."""
    translator = offer.speaker.translator
    title = Button(translator.gettext("Title"), f"edit:{operation.id}:{task.id}:{TITLE}")
    buttons = [
        title,
        *(
            Button(translator.gettext(field.label), f"edit:{operation.id}:{task.id}:{field.letter}")
            for field in FIELDS
            if field.choices(offer)
        ),
    ]
    return (*_in_rows(buttons, 3), _back_row(operation, offer.speaker))


def value_choice(operation: Operation, task: Task, field: EditableField, offer: FieldContext) -> ButtonRows:
    """A button for each value, and one for none where that is possible."""
    choices = field.choices(offer)[:_CHOICE_LIMIT]
    if field.optional and choices:
        choices.append(FieldChoice(offer.speaker.translator.gettext("none"), NONE))
    buttons = [
        Button(_short(choice.label), f"set:{operation.id}:{task.id}:{field.letter}:{choice.value}")
        for choice in choices
    ]
    return (*_in_rows(buttons, 3), _back_row(operation, offer.speaker))


def business_choice_rows(operation: Operation, task: Task, offer: FieldContext) -> ButtonRows:
    """The businesses, for a task that has none: asked on the card itself, the task being saved already."""
    choices = [
        *FIELDS[0].choices(offer)[:_CHOICE_LIMIT],
        FieldChoice(offer.speaker.translator.gettext("Private"), NONE),
    ]
    return tuple(
        _in_rows([Button(_short(c.label), f"set:{operation.id}:{task.id}:b:{c.value}") for c in choices], 4)
    )


def _back_row(operation: Operation, speaker: Speaker) -> tuple[Button, ...]:
    return (Button(speaker.translator.gettext("‹ Back"), f"card:{operation.id}"),)


def _in_rows(buttons: list[Button], width: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_LIMIT else label[: _LABEL_LIMIT - 1] + "…"

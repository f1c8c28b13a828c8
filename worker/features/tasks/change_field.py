"""The column changes of a chosen field value, and the text of what changed."""

import datetime as dt
from typing import Any

from models.runtime.local_time import instant_at
from models.tables.task import Task
from worker.core.business_access import exceeds_access
from worker.core.date_formats import deadline_text, minutes_text
from worker.core.directory_names import DirectoryNames
from worker.core.i18n import Translator
from worker.core.recurrence_formats import recurrence_text
from worker.core.speaker import Speaker
from worker.features.tasks.editable_fields import (
    FIELD_BY_LETTER,
    NONE,
    EditableField,
    FieldChoice,
    FieldContext,
    repeat_rules,
)
from worker.features.tasks.reminder_text import reminder_text


def columns_of_choice(letter: str, value: str, offer: FieldContext) -> dict[str, Any] | None:
    """The columns a chosen value sets; None for made-up data: only offered values are taken."""
    field = FIELD_BY_LETTER.get(letter)
    if field is None or not _offered(field, value, offer):
        return None
    columns = _columns(letter, None if value == NONE else value, offer)
    return None if exceeds_access(offer.names, columns, offer.task) else columns


def _columns(letter: str, chosen: str | None, offer: FieldContext) -> dict[str, Any]:
    setters: dict[str, dict[str, Any]] = {
        "b": {"business_id": _id(chosen), "project_id": None},
        "a": {"assignee_id": _id(chosen)},
        "r": {"priority": _id(chosen)},
        "t": {"timing": chosen},
    }
    if letter in setters:
        return setters[letter]
    if letter == "p":
        return _project(chosen, offer)
    if letter == "m":
        return {
            "reminder_minutes_before": _id(chosen),
            "reminding": "once" if chosen else "never",
        }
    if letter == "w":
        assert offer.task.deadline_on is not None
        return {"recurrence": repeat_rules(offer.task.deadline_on)[chosen] if chosen else None}
    return _deadline(chosen, offer) if letter == "d" else _estimate(chosen)


def field_text(letter: str, task: Task, names: DirectoryNames, speaker: Speaker, today: dt.date) -> str:
    """A field's present value in words; the word for none when it has none."""
    translator = speaker.translator
    none = translator.gettext("none")
    match letter:
        case "b":
            return names.business_heading(translator, task.business_id) if task.business_id else none
        case "p":
            return names.project_name(task.project_id) or none
        case "a":
            unknown = translator.gettext("somebody else") if task.assignee_id else none
            return names.member_name(task.assignee_id) or unknown
        case "d":
            return deadline_text(translator, task, today, speaker.zone) or none
        case "e" | "m" | "w":
            return _length_text(letter, task, speaker, today) or none
        case _:
            value = str(task.priority) if letter == "r" else task.timing
            choices = _choices(letter, task, names, speaker, today)
            return next((choice.label for choice in choices if choice.value == value), none)


def _length_text(letter: str, task: Task, speaker: Speaker, today: dt.date) -> str | None:
    """The estimate, the reminder or the repetition as cards tell it; None without one."""
    translator = speaker.translator
    if letter == "e":
        return minutes_text(translator, task.estimate_minutes) if task.estimate_minutes else None
    if letter == "m":
        return reminder_text(translator, task, speaker.zone, today)
    return recurrence_text(translator, task.recurrence) if task.recurrence else None


def change_note(translator: Translator, letter: str, before: str, after: str) -> str:
    """ "Fri 27 Nov → Thu 26 Nov"; with the field's name where a value was or is missing: "Estimate: not set → 1 h"."""
    none = translator.gettext("none")
    if none not in (before, after):
        return f"{before} → {after}"
    was = translator.gettext("not set") if before == none else before
    return f"{translator.gettext(FIELD_BY_LETTER[letter].label)}: {was} → {after}"


def _choices(
    letter: str, task: Task, names: DirectoryNames, speaker: Speaker, today: dt.date
) -> list[FieldChoice]:
    return FIELD_BY_LETTER[letter].choices(FieldContext(task, names, speaker, today))


def _offered(field: EditableField, value: str, offer: FieldContext) -> bool:
    if value == NONE:
        return field.optional
    if field.letter == "d":
        # A card may be days old: any day it could have offered is taken, as long as it is a day.
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return False
        return True
    return value in {choice.value for choice in field.choices(offer)}


def _project(chosen: str | None, offer: FieldContext) -> dict[str, Any]:
    if chosen is None:
        return {"project_id": None}
    project = offer.names.projects[int(chosen)]
    return {"project_id": project.id, "business_id": project.business_id}


def _deadline(chosen: str | None, offer: FieldContext) -> dict[str, Any]:
    """A new day keeps the clock time (convention 16)."""
    if chosen is None:
        return {"deadline_on": None, "deadline_at": None}
    day, zone = dt.date.fromisoformat(chosen), offer.speaker.zone
    at = offer.task.deadline_at
    kept = None if at is None else instant_at(day, at.astimezone(zone).time().replace(tzinfo=None), zone)
    return {"deadline_on": day, "deadline_at": kept}


def _estimate(chosen: str | None) -> dict[str, Any]:
    if chosen is None:
        return {
            "estimate_minutes": None,
            "estimate_low": None,
            "estimate_high": None,
            "estimate_source": None,
        }
    minutes = int(chosen)
    return {
        "estimate_minutes": minutes,
        "estimate_low": None,
        "estimate_high": None,
        "estimate_source": "stated",
    }


def _id(chosen: str | None) -> int | None:
    return int(chosen) if chosen and chosen.isdigit() else None

"""The fields that can be edited on a card, their names, and the values offered for each."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from models.tables.task import Task
from worker.core.business_access import exceeds_access
from worker.core.date_formats import minutes_text, short_day
from worker.core.directory_names import DirectoryNames
from worker.core.i18n import gettext_noop
from worker.core.recurrence_formats import recurrence_text
from worker.core.speaker import Speaker

NONE = "-"
# The letter of the title, which has no values to choose from.
TITLE = "n"
_DAYS_OFFERED = 7
_LEADS_OFFERED = (10, 30, 60, 120)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHORTEST_MONTH = 28
_MINUTES_OFFERED = (15, 30, 45, 60, 90, 120, 180, 240, 480)


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A value as it is shown, and as it stands in a button's data."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldContext:
    """What the values are chosen from."""

    task: Task
    names: DirectoryNames
    speaker: Speaker
    today: dt.date


def _businesses(offer: FieldContext) -> list[FieldChoice]:
    living = [b for b in offer.names.businesses.values() if b.archived_at is None]
    return [
        FieldChoice(b.name, str(b.id)) for b in living if _may_be(offer, business_id=b.id, project_id=None)
    ]


def _projects(offer: FieldContext) -> list[FieldChoice]:
    """Those of the task's business; all of them while it has none."""
    living = [p for p in offer.names.projects.values() if p.archived_at is None]
    fitting = [p for p in living if offer.task.business_id in (None, p.business_id)]
    return [
        FieldChoice(p.name, str(p.id))
        for p in fitting
        if _may_be(offer, business_id=p.business_id, project_id=p.id)
    ]


def _members(offer: FieldContext) -> list[FieldChoice]:
    living = [m for m in offer.names.members.values() if m.archived_at is None]
    return [FieldChoice(m.name, str(m.id)) for m in living if _may_be(offer, assignee_id=m.id)]


def _may_be(offer: FieldContext, **fields: int | None) -> bool:
    """Whether the speaker may give the task these values: what they may not is not offered either."""
    return not exceeds_access(offer.names, fields, offer.task)


def _days(offer: FieldContext) -> list[FieldChoice]:
    days = [offer.today + dt.timedelta(days=offset) for offset in range(_DAYS_OFFERED)]
    return [
        FieldChoice(short_day(offer.speaker.translator, day, offer.today), day.isoformat()) for day in days
    ]


def _timings(offer: FieldContext) -> list[FieldChoice]:
    """Only for a task that has a day."""
    gettext = offer.speaker.translator.gettext
    if offer.task.deadline_on is None:
        return []
    timed = offer.task.deadline_at is not None
    happens = gettext("Begins then") if timed else gettext("On that day")
    return [FieldChoice(happens, "on"), FieldChoice(gettext("By then"), "by")]


def _estimates(offer: FieldContext) -> list[FieldChoice]:
    return [
        FieldChoice(minutes_text(offer.speaker.translator, minutes), str(minutes))
        for minutes in _MINUTES_OFFERED
    ]


def _priorities(offer: FieldContext) -> list[FieldChoice]:
    gettext = offer.speaker.translator.gettext
    named = {1: gettext("urgent"), 2: gettext("normal"), 3: gettext("low"), 4: gettext("someday")}
    return [FieldChoice(label, str(priority)) for priority, label in named.items()]


def _reminders(offer: FieldContext) -> list[FieldChoice]:
    """Leads in minutes before what has a clock time; in the morning or a day before for what has only a day."""
    gettext, translator = offer.speaker.translator.gettext, offer.speaker.translator
    if offer.task.deadline_on is None:
        return []
    if offer.task.deadline_at is None:
        return [FieldChoice(gettext("in the morning"), "0"), FieldChoice(gettext("a day before"), "1440")]
    leads = [
        FieldChoice(gettext("{lead} before", lead=minutes_text(translator, minutes)), str(minutes))
        for minutes in _LEADS_OFFERED
    ]
    return [FieldChoice(gettext("at that time"), "0"), *leads, FieldChoice(gettext("a day before"), "1440")]


def repeat_rules(day: dt.date) -> dict[str, str]:
    """The rules (RFC 5545) that a task of that day may repeat by, by their letter in a button's data."""
    return {
        "d": "FREQ=DAILY",
        "b": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "w": f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[day.weekday()]}",
        "f": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_WEEKDAYS[day.weekday()]}",
        "m": f"FREQ=MONTHLY;BYMONTHDAY={day.day if day.day <= _SHORTEST_MONTH else -1}",
    }


def _repeats(offer: FieldContext) -> list[FieldChoice]:
    """Only for a task that has a day."""
    if offer.task.deadline_on is None:
        return []
    rules = repeat_rules(offer.task.deadline_on)
    return [FieldChoice(recurrence_text(offer.speaker.translator, rule), key) for key, rule in rules.items()]


@dataclass(frozen=True, slots=True)
class EditableField:
    """A field: its letter in a button's data, its name, its values, and whether it can be left empty."""

    letter: str
    label: str
    choices: Callable[[FieldContext], list[FieldChoice]]
    optional: bool = True


FIELDS: tuple[EditableField, ...] = (
    EditableField("b", gettext_noop("Business"), _businesses),
    EditableField("p", gettext_noop("Project"), _projects),
    EditableField("a", gettext_noop("Person"), _members),
    EditableField("d", gettext_noop("Deadline"), _days),
    EditableField("t", gettext_noop("Day or deadline"), _timings, optional=False),
    EditableField("e", gettext_noop("Estimate"), _estimates),
    EditableField("r", gettext_noop("Priority"), _priorities, optional=False),
    EditableField("m", gettext_noop("Reminder"), _reminders),
    EditableField("w", gettext_noop("Repeat"), _repeats),
)

FIELD_BY_LETTER: dict[str, EditableField] = {field.letter: field for field in FIELDS}

"""The deadline and reminder of a new task: a reminder whose moment is past is not promised, but asked about."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from worker.features.capture.reader_context import due_columns
from worker.features.reminders.due_times import deadline_instant
from worker.understanding.intents import CreateTask


@dataclass(frozen=True, slots=True)
class PastMoment:
    """When a reminder would have had to come (UTC); None where nothing was said about it."""

    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Rings:
    """The columns of a task's deadline and reminder, and the moment to be asked about instead of a reminder, if any."""

    columns: dict[str, Any]
    asked: PastMoment | None = None


def reminder_columns(intent: CreateTask, zone: ZoneInfo, morning: dt.time, now: dt.datetime) -> Rings:
    """What a new task gets of the due and the reminder that were said; a due that is past as well is not kept."""
    reminding = "until_done" if intent.remind_until_done else "once"
    columns = due_columns(intent.due, intent.timing, zone) | {
        "reminder_minutes_before": intent.reminder_minutes_before,
        "reminding": reminding,
    }
    if intent.due is None:
        return Rings(columns, PastMoment(None) if intent.remind_until_done else None)
    if intent.reminder_minutes_before is None:
        return Rings(columns)
    due = deadline_instant(columns["deadline_on"], columns["deadline_at"], zone, morning)
    rings = due - dt.timedelta(minutes=intent.reminder_minutes_before)
    if rings > now:
        return Rings(columns)
    over = columns["deadline_at"] or deadline_instant(intent.due.date, None, zone, dt.time(23, 59))
    gone = due_columns(None, None, zone) if over <= now and intent.recurrence is None else {}
    return Rings(columns | gone | {"reminder_minutes_before": None}, PastMoment(rings))

"""A task's reminder as cards tell it."""

import datetime as dt
from zoneinfo import ZoneInfo

from models.tables.task import Task
from worker.core.date_formats import due_text, minutes_text
from worker.core.i18n import Translator

_DAY_MINUTES = 24 * 60


def reminder_text(translator: Translator, task: Task, zone: ZoneInfo, today: dt.date) -> str | None:
    """ "reminder 30 min before", "reminder a day before", "reminder Wed 2 Dec 09:00" of more than a day that is no number of
    days; a reminder at the time itself has no lead. `zone` and `today` are the reader's."""
    lead = task.reminder_minutes_before
    if lead is not None and task.reminding == "until_done":
        return translator.gettext("with reminders until it is done")
    if lead == 0 and task.deadline_at is None:
        return translator.gettext("with a reminder in the morning")
    if not lead:
        return None if lead is None else translator.gettext("with a reminder")
    if lead % _DAY_MINUTES and lead > _DAY_MINUTES and task.deadline_at is not None:
        at = (task.deadline_at - dt.timedelta(minutes=lead)).astimezone(zone)
        return translator.gettext(
            "reminder {when}", when=due_text(translator, at.date(), f"{at:%H:%M}", "on", today)
        )
    return _lead_text(translator, lead)


def _lead_text(translator: Translator, lead: int) -> str:
    days, rest = divmod(lead, _DAY_MINUTES)
    if rest:
        return translator.gettext("reminder {lead} before", lead=minutes_text(translator, lead))
    if days == 1:
        return translator.gettext("reminder a day before")
    return translator.ngettext("reminder {n} day before", "reminder {n} days before", days)

"""A task's reminder as cards tell it."""

from models.tables.task import Task
from worker.core.date_formats import minutes_text
from worker.core.i18n import Translator

_DAY_MINUTES = 24 * 60


def reminder_text(translator: Translator, task: Task) -> str | None:
    """ "reminder 30 min before", "reminder a day before"; a reminder at the time itself has no lead."""
    lead = task.reminder_minutes_before
    if lead is not None and task.reminding == "until_done":
        return translator.gettext("with reminders until it is done")
    if lead == 0 and task.deadline_at is None:
        return translator.gettext("with a reminder in the morning")
    if not lead:
        return None if lead is None else translator.gettext("with a reminder")
    days, rest = divmod(lead, _DAY_MINUTES)
    if days and not rest:
        if days == 1:
            return translator.gettext("reminder a day before")
        return translator.ngettext("reminder {n} day before", "reminder {n} days before", days)
    return translator.gettext("reminder {lead} before", lead=minutes_text(translator, lead))

"""Text and buttons of a reminder."""

import datetime as dt
from collections.abc import Sequence

from worker.core.date_formats import deadline_text
from worker.core.reply import Button, Reply, escape_html
from worker.features.reminders.queries import DueReminder

SNOOZES = ("15", "60", "day")
MOST_LISTED, _IN_A_ROW = 12, 4


def reminder_text(due: DueReminder, now: dt.datetime, *, late: bool = False) -> Reply:
    """The reminder: the task, when it is due, and buttons to snooze or complete it. A late one says so."""
    translator, task = due.speaker.translator, due.task
    labels = {
        "15": translator.gettext("15 min"),
        "60": translator.gettext("1 h"),
        "day": translator.gettext("Tomorrow"),
    }
    snoozes = tuple(Button(labels[choice], f"rm:snooze:{due.reminder.id}:{choice}") for choice in SNOOZES)
    done = Button(translator.gettext("✓ Done"), f"rm:done:{due.reminder.id}")
    lines = [f"⏰ <b>{escape_html(task.title)}</b>", _facts(due, now)]
    if late:
        at = due.reminder.due_at.astimezone(due.speaker.zone)
        lines.append(translator.gettext("Late: this was due at {time}.", time=f"{at:%H:%M}"))
    return Reply("\n".join(lines), (snoozes, (done,)), purpose="reminder")


def _facts(due: DueReminder, now: dt.datetime) -> str:
    when = deadline_text(due.speaker.translator, due.task, due.speaker.today(now), due.speaker.zone)
    facts = [when, due.business, f"#{due.task.number}"]
    return escape_html(" · ".join(fact for fact in facts if fact))


def late_reminders_text(together: Sequence[DueReminder], now: dt.datetime) -> Reply:
    """All reminders of a chat that could not come in time, in one message; a button completes each of the first ones."""
    translator, each_once = together[0].speaker.translator, {due.task.id: due for due in together}
    shown = list(each_once.values())
    lines = [f"•  {escape_html(due.task.title)} · {_facts(due, now)}" for due in shown[:MOST_LISTED]]
    if len(shown) > MOST_LISTED:
        more = len(shown) - MOST_LISTED
        lines.append(translator.ngettext("and {n} more: /today", "and {n} more: /today", more))
    lead = translator.gettext("Late: I was not running when these were due.")
    done = [Button(f"✓ #{due.task.number}", f"rm:done:{due.reminder.id}") for due in shown[:MOST_LISTED]]
    rows = tuple(tuple(done[at : at + _IN_A_ROW]) for at in range(0, len(done), _IN_A_ROW))
    return Reply("\n".join([f"⏰ {lead}", *lines]), rows, purpose="reminder")

"""Text and buttons of a reminder."""

import datetime as dt

from worker.core.date_formats import deadline_text
from worker.core.reply import Button, Reply, escape_html
from worker.features.reminders.queries import DueReminder

SNOOZES = ("15", "60", "day")


def reminder_text(due: DueReminder, now: dt.datetime) -> Reply:
    """The reminder: the task, when it is due, and buttons to snooze or complete it."""
    translator, task = due.speaker.translator, due.task
    when = deadline_text(translator, task, due.speaker.today(now), due.speaker.zone)
    facts = [when, due.business, f"#{task.number}"]
    line = escape_html(" · ".join(fact for fact in facts if fact))
    labels = {
        "15": translator.gettext("15 min"),
        "60": translator.gettext("1 h"),
        "day": translator.gettext("Tomorrow"),
    }
    snoozes = tuple(Button(labels[choice], f"rm:snooze:{due.reminder.id}:{choice}") for choice in SNOOZES)
    done = Button(translator.gettext("✓ Done"), f"rm:done:{due.reminder.id}")
    return Reply(f"⏰ <b>{escape_html(task.title)}</b>\n{line}", (snoozes, (done,)), purpose="reminder")

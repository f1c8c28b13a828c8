"""An answer to a card that wishes to be reminded and names nothing but a time: "remind me tomorrow at 9"."""

import datetime as dt

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Asked, Context, KnownTask, Message, Reading
from worker.understanding.dates import due_of
from worker.understanding.intents import Due, RescheduleTask
from worker.understanding.local.reschedules import as_reminder
from worker.understanding.reminder_wishes import asks_to_remind, moment_named

_OF_IT = bounded(
    r"\s+(?:about|of|про|об?|насч[её]т)\s+(?:it|this|that|that\s+one|это|этом|этого|не[её]|ней|него|н[её]м)\b"
)


def read_bare_reminder(message: Message, context: Context) -> Reading | None:
    """The reading of such an answer, to a card or to a question about the only task just spoken of; None for every other
    message.

    A task that is due keeps its time: the reminder comes before it, and a time behind it is asked about. A task that is
    not gets the time that was named.
    """
    meant = context.replied_to or (context.recent[0] if message.reply and len(context.recent) == 1 else None)
    task = next((task for task in context.open_tasks if task.ref == meant), None)
    if task is None or message.forwarded or not asks_to_remind(message.text):
        return None
    due = _named(_OF_IT.sub(" ", message.text.lower()), message.now)
    if due is None:
        return None
    move = RescheduleTask(task=task.ref, due=due)
    if task.due is None:
        return Reading((move,), "rules", sure=False, doubts=("time",), clauses=(message.text,))
    reminder = as_reminder(_with_hour(move, task), context)
    if reminder:
        return Reading((*reminder,), "rules", sure=False, doubts=("time",), clauses=(message.text,))
    return Reading(
        (),
        "rules",
        asked=(Asked((move,), message.text, why="a reminder behind its time"),),
        doubts=("asked",),
    )


def _named(text: str, now: dt.datetime) -> Due | None:
    """The day and time that a text names beside words of reminding; of a length from now on."""
    mention = moment_named(text, now)
    if mention is None:
        return None
    if mention.kind == "duration":
        at = now + dt.timedelta(minutes=mention.minutes or 0)
        return Due(date=at.date(), time=at.time().replace(second=0, microsecond=0))
    return due_of(mention, now)


def _with_hour(move: RescheduleTask, task: KnownTask) -> RescheduleTask:
    """A day alone is meant at the hour that the task has."""
    due = move.due
    if due is None or due.time is not None or task.due is None:
        return move
    return move.model_copy(update={"due": Due(date=due.date, time=task.due.time)})

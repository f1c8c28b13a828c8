"""A day counted from another day of the message: a deed due the day before an event, and a reminder that is asked for."""

import datetime as dt

from tests.tables import for_every
from tests.worker.understanding.local.world import NOW, WORLD
from worker.understanding.context import Message
from worker.understanding.intents import CreateTask
from worker.understanding.local.local_reader import read


def tasks(text: str) -> list[CreateTask]:
    return [intent for intent in read(Message(text, NOW), WORLD).intents if isinstance(intent, CreateTask)]


@for_every(
    ("text", "day"),
    [
        ("Trade fair on 12 December, iron the tablecloths the day before", dt.date(2026, 12, 11)),
        ("Photographer comes Dec 20 at 8am, gotta clear out the hall the day before", dt.date(2026, 12, 19)),
        ("Inspection on the 14th of December and clean the kitchen two days before", dt.date(2026, 12, 12)),
        ("Trade fair on 10 December: Daniel packs the van the night before", dt.date(2026, 12, 9)),
        ("Trade fair on 12 December. Two days before, order the flowers", dt.date(2026, 12, 10)),
        ("Meet Ann on 4 December at 3 and remind me to print the form the day before", dt.date(2026, 12, 3)),
        ("Ярмарка 12 декабря, накануне погладить скатерти", dt.date(2026, 12, 11)),
    ],
)
def test_a_deed_of_the_day_before_an_event_is_due_that_day(text, day):
    last = tasks(text)[-1]
    assert (last.due.date, last.reminder_minutes_before) == (day, None)


@for_every(
    "text",
    [
        "Trade fair on 12 December, remind me the day before",
        "Call the bank on 12 December, give me a shout a day before",
    ],
)
def test_who_asks_to_be_told_the_day_before_is_reminded(text):
    [task] = tasks(text)
    assert (task.due.date, task.reminder_minutes_before) == (dt.date(2026, 12, 12), 1440)

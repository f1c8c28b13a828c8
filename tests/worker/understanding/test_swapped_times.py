"""Somebody asks for another time: the task that is at the old one is asked about, and nothing else is touched."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownTask, Message, Reading
from worker.understanding.intents import Due, RescheduleTask
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def at(day: int, hour: int) -> Due:
    return Due(date=dt.date(2026, 11, day), time=dt.time(hour))


WORLD = Context(
    open_tasks=(
        KnownTask("T1", "Call the Hendersons about the buffet", due=at(27, 10)),
        KnownTask("T2", "Позвонить Петровым насчёт стола", due=at(27, 15)),
        KnownTask("T3", "Visit of the inspector", due=at(26, 20)),
        KnownTask("T5", "Meet the baker", due=at(24, 15)),
    ),
    recent=("T5", "T1"),
)


def read(text: str, world: Context = WORLD) -> Reading:
    return read_by_rules(Message(text, NOW, reply=world.replied_to is not None), world)


@for_every(
    ("text", "ref", "hour"),
    [
        ("actually the Hendersons asked to swap to 11 instead of 10", "T1", 11),
        ("the client wants 7pm rather than 8pm", "T3", 19),
        ("the inspector would like to come at 9, not 8", "T3", 21),
        ("the baker asked if we can move to four instead of three", "T5", 16),
        ("Петровы просят на четыре вместо трёх", "T2", 16),
        ("клиент попросил не в 8, а в 7", "T3", 19),
        ("заказчики хотят на 11 вместо 10", "T1", 11),
    ],
)
def test_the_task_at_the_old_time_is_asked_about(text: str, ref: str, hour: int) -> None:
    reading = read(text)
    assert reading.intents == ()
    [asked] = reading.asked
    [intent] = asked.intents
    assert isinstance(intent, RescheduleTask)
    assert intent.due is not None
    assert intent.due.time is not None
    assert (intent.task, intent.due.time.hour) == (ref, hour)


def test_an_answer_to_the_card_of_that_time_moves_it() -> None:
    [intent] = read("client asked to swap to 7 instead of 8", replace(WORLD, replied_to="T3")).intents
    assert intent == RescheduleTask(task="T3", due=at(26, 19))


@for_every(
    "text",
    [
        "клиент попросил 5 вместо 6",
        "they want 4 instead of 3",
        "Петровы попросили на 13 вместо 12",
        "the Hendersons asked for 12 chairs instead of 10",
    ],
)
def test_where_no_single_task_is_at_the_old_time_nothing_is_changed(text: str) -> None:
    reading = read(text)
    assert not any(isinstance(getattr(intent, "task", None), str) for intent in reading.intents)

"""Everything of one day is moved: one new deadline per open task due on it, nothing else touched, nothing made."""

import datetime as dt

import pytest

from tests.tables import for_every
from tests.worker.understanding.local.world import NOW, intents
from worker.understanding.context import Context, KnownTask, Message
from worker.understanding.intents import Due, RescheduleTask
from worker.understanding.local.local_reader import read


def due(day, time=None):
    return Due(date=dt.date(2026, 11, day), time=time)


MONDAY = Context(
    open_tasks=(
        KnownTask("T1", "Fix the pump", due=due(24)),
        KnownTask("T2", "Call Bell", due=due(24, dt.time(15))),
        KnownTask("T3", "Buy ink", due=due(27)),
        KnownTask("T4", "Some day paint the fence"),
    )
)


@for_every(
    "text",
    [
        "push everything from tomorrow to Thursday",
        "move all of tomorrow's tasks to Thursday",
        "move everything due tomorrow to Thursday",
        "push everything from tomorrow by two days",
        "перенеси всё с завтра на четверг",
        "перенеси все завтрашние задачи на четверг",
        "сдвинь всё с завтра на два дня",
    ],
)
def test_all_of_tomorrow_moves_and_keeps_its_hours(text):
    assert intents(text, MONDAY) == [
        RescheduleTask(task="T1", due=due(26)),
        RescheduleTask(task="T2", due=due(26, dt.time(15))),
    ]


@for_every("text", ["move everything on Friday to Monday", "перенеси всё с пятницы на понедельник"])
def test_a_named_day_is_the_one_moved_from(text):
    assert intents(text, MONDAY) == [RescheduleTask(task="T3", due=due(30))]


@pytest.mark.parametrize("world", [MONDAY, Context()], ids=["nothing due today", "nothing open"])
@pytest.mark.parametrize(
    "text", ["move everything to Monday", "push everything from today to Friday", "сдвинь всё на два дня"]
)
def test_with_nothing_due_then_it_asks_which_is_meant(text, world):
    reading = read(Message(text, NOW), world)
    assert reading.intents == ()
    assert "which task" in reading.doubts


def test_everything_of_a_named_thing_is_no_move_of_the_day():
    moved = [
        each for each in intents("move everything for the gala to Monday", MONDAY) if each.kind != "create"
    ]
    assert moved == []

"""People who are no members: what they are to do is a matter of its own, theirs in the title, the sender's to see to."""

import datetime as dt

from tests.tables import for_every
from tests.worker.understanding.local.world import NOW, WORLD, intents, only
from worker.understanding.context import Message
from worker.understanding.intents import Due
from worker.understanding.local.local_reader import read

FRIDAY = Due(date=dt.date(2026, 11, 27))
TWO_MATTERS = [
    "Hi! Tomorrow morning call the mill supplier, about half an hour, and Kevin should fix Ivanov's drill by Friday",
    "Tomorrow morning call the mill supplier, half an hour and the courier needs to fix the drill by Friday",
    "Tomorrow morning call the mill supplier, half an hour, Kevin is to fix the drill by Friday",
    "Привет! Завтра утром позвонить поставщику, полчаса, и пусть Тагир до пятницы починит дрель Иванова",
    "Завтра утром позвонить поставщику, полчаса, и Тагир должен до пятницы починить дрель Иванова",
]


@for_every("text", TWO_MATTERS)
def test_a_call_and_somebodys_repair_are_two_tasks(text):
    call, repair = intents(text)
    assert call.due == Due(date=dt.date(2026, 11, 24), time=dt.time(9, 0))
    assert (call.estimate_minutes, repair.estimate_minutes) == (30, None)
    assert (repair.due, repair.assignee) == (FRIDAY, None)


@for_every(
    ("text", "title"),
    [
        ("Kevin should fix the drill by Friday", "Kevin should fix the drill"),
        ("пусть Тагир до пятницы починит дрель Иванова", "Тагир: починить дрель Иванова"),
        ("пусть электрик завтра придёт", "Электрик: прийти"),
        ("пусть Иван Петров починит пылесос", "Иван Петров: починить пылесос"),
    ],
)
def test_the_outsider_stays_in_the_title(text, title):
    assert only(text).title == title


@for_every(
    "text",
    [
        "ask if Kim and Lee should come on Friday",
        "check that the boards and the drill will fit the box",
        "fix the saw, Ivanov will pick it up on Friday",
    ],
)
def test_what_is_only_asked_or_told_of_somebody_makes_no_second_task(text):
    assert len(intents(text)) == 1


def test_a_greeting_before_a_task_leaves_nothing_unread():
    reading = read(Message("Hi! Order 20 drills by Friday", NOW), WORLD)
    assert reading.unread == ()
    assert "told before" not in reading.doubts

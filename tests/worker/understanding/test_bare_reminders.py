"""An answer to a card that wishes a reminder and names only a time: a task that is due keeps its time."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownTask, Message, Reading
from worker.understanding.intents import Due, RescheduleTask, UpdateTask
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
WORLD = Context(
    open_tasks=(
        KnownTask("T4", "Visit of the inspector", due=Due(date=dt.date(2026, 11, 27), time=dt.time(10))),
        KnownTask("T6", "Call the mill"),
    ),
    replied_to="T4",
    recent=("T4",),
)


def read(text: str, world: Context = WORLD) -> Reading:
    return read_by_rules(Message(text, NOW, reply=True), world)


@for_every(
    ("text", "minutes"),
    [
        ("remind me tomorrow at 9", 3 * 1440 + 60),
        ("remind me about it tomorrow at 9", 3 * 1440 + 60),
        ("ping me tomorrow", 3 * 1440),
        ("remind me in 2 hours", 5610),
        ("remind me at 5pm", 5340),
        ("напомни завтра в 9", 3 * 1440 + 60),
        ("напомни про неё завтра", 3 * 1440),
        ("напомни через 2 часа", 5610),
        ("напомни в 17", 5340),
        ("remind me an hour before", 60),
    ],
)
def test_the_reminder_comes_before_the_time_that_stays(text: str, minutes: int) -> None:
    expected = UpdateTask(task="T4", field="reminder_minutes_before", value=minutes)
    assert read(text).intents == (expected,)


@for_every("text", ["remind me on Saturday", "напомни в субботу"])
def test_a_time_behind_the_tasks_own_is_asked_about(text: str) -> None:
    reading = read(text)
    assert reading.intents == ()
    [asked] = reading.asked
    [move] = asked.intents
    assert isinstance(move, RescheduleTask)
    assert move.due is not None
    assert move.due.date == dt.date(2026, 11, 28)


@for_every("text", ["remind me tomorrow at 9", "напомни завтра в 9"])
def test_a_task_without_a_time_gets_the_one_that_is_named(text: str) -> None:
    tomorrow = Due(date=dt.date(2026, 11, 24), time=dt.time(9))
    assert read(text, replace(WORLD, replied_to="T6")).intents == (RescheduleTask(task="T6", due=tomorrow),)


def test_an_answer_to_a_question_is_about_the_only_task_spoken_of() -> None:
    expected = UpdateTask(task="T4", field="reminder_minutes_before", value=3 * 1440 + 60)
    assert read("remind me tomorrow at 9", replace(WORLD, replied_to=None)).intents == (expected,)

"""An answer of a word or two to a card: not needed drops that task, put off asks, and said elsewhere it does neither."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownTask, Message, Reading
from worker.understanding.intents import DeleteTask, Due, RescheduleTask
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
TODAY = dt.date(2026, 11, 23)
WORLD = Context(
    open_tasks=(
        KnownTask("T4", "Mend the awning", due=Due(date=TODAY, time=dt.time(15))),
        KnownTask("T6", "Call the mill"),
    ),
    replied_to="T4",
    recent=("T4",),
)


def read(text: str, world: Context = WORLD) -> Reading:
    return read_by_rules(Message(text, NOW, reply=world.replied_to is not None), world)


@for_every(
    "text",
    [
        "never mind",
        "actually never mind",
        "ok, no need any more",
        "we don't need it after all",
        "forget about it",
        "ладно, не надо",
        "уже не нужно",
        "забудь про это",
        "неактуально",
        "отбой",
    ],
)
def test_what_is_not_needed_is_dropped(text: str) -> None:
    assert read(text).intents == (DeleteTask(task="T4"),)
    unanswered = read(text, replace(WORLD, replied_to=None, recent=()))
    assert not any(isinstance(intent, DeleteTask) for intent in unanswered.intents)


@for_every(
    "text",
    ["snooze", "snooze it", "not now", "later", "put it off", "отложи", "не сейчас", "потом", "ладно, позже"],
)
def test_what_is_put_off_without_a_day_is_asked_about(text: str) -> None:
    reading = read(text)
    assert reading.intents == ()
    [asked] = reading.asked
    tomorrow = Due(date=TODAY + dt.timedelta(days=1), time=dt.time(15))
    assert asked.intents == (RescheduleTask(task="T4", due=tomorrow),)
    assert read(text, replace(WORLD, replied_to=None, recent=())).asked == ()


def test_a_task_without_a_day_is_put_off_until_tomorrow() -> None:
    [asked] = read("later", replace(WORLD, replied_to="T6")).asked
    assert asked.intents == (
        RescheduleTask(task="T6", due=Due(date=TODAY + dt.timedelta(days=1), time=None)),
    )


@for_every("text", ["snooze until Friday", "postpone it to Friday", "snooze for 4 days", "отложи до пятницы"])
def test_with_a_day_it_is_moved_there(text: str) -> None:
    [intent] = read(text).intents
    assert isinstance(intent, RescheduleTask)
    assert intent.due is not None
    assert intent.due.date == dt.date(2026, 11, 27)

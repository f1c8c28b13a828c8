"""A short answer to a card changes the one thing it names of that task; a longer one is read as ever."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.tables import for_every
from worker.understanding.context import (
    Context,
    KnownBusiness,
    KnownMember,
    KnownProject,
    KnownTask,
    Message,
)
from worker.understanding.intents import Due
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
WORLD = Context(
    businesses=(KnownBusiness("Sawmill"), KnownBusiness("Пекарня")),
    projects=(KnownProject("Harbour fair", "Sawmill"),),
    members=(KnownMember("Ольга"), KnownMember("Tom")),
    open_tasks=(KnownTask("T6", "Mend the awning", due=Due(date=dt.date(2026, 11, 25), time=dt.time(15))),),
    replied_to="T6",
    recent=("T6",),
)


def told(text: str, world: Context = WORLD) -> list[tuple[Any, ...]]:
    """Actions as (kind, what they say of the task)."""
    found = []
    for intent in read_by_rules(Message(text, NOW), world).intents:
        said = intent.model_dump(mode="json", exclude={"kind", "task"}, exclude_none=True)
        found.append((intent.kind, *said.values()))
    return found


@for_every(
    ("text", "expected"),
    [
        ("it's done", ("complete",)),
        ("уже сделано", ("complete",)),
        ("it is finished, 2 hours", ("complete", 120)),
        ("я это уже сделал, за 40 минут", ("complete", 40)),
        ("ready by Friday", ("reschedule", {"date": "2026-11-27", "time": "15:00:00"}, "by")),
        ("должно быть готово до четверга", ("reschedule", {"date": "2026-11-26", "time": "15:00:00"}, "by")),
        ("no deadline", ("reschedule",)),
        ("без срока", ("reschedule",)),
        ("wrong, it's 3 hours", ("update", "estimate_minutes", 180)),
        ("change the title to Mend both awnings", ("update", "title", "Mend both awnings")),
        ("назови её «Починить навес»", ("update", "title", "Починить навес")),
        ("it's for the Sawmill", ("update", "business", "Sawmill")),
        ("это для Пекарни", ("update", "business", "Пекарня")),
        ("Harbour fair", ("update", "project", "Harbour fair")),
        ("no project", ("update", "project")),
        ("это личное", ("update", "business")),
        ("not Tom, Olga", ("update", "assignee", "Ольга")),
        ("сделаю сама", ("update", "assignee")),
        ("repeat every month", ("update", "recurrence", "FREQ=MONTHLY")),
        ("повторяй по понедельникам", ("update", "recurrence", "FREQ=WEEKLY;BYDAY=MO")),
        ("убери напоминание", ("update", "reminder_minutes_before")),
    ],
)
def test_an_answer_changes_the_one_thing_it_names(text: str, expected: tuple[Any, ...]) -> None:
    assert told(text) == [expected]


STANDS, FRIDAY = {"date": "2026-11-25", "time": "15:00:00"}, {"date": "2026-11-27", "time": "15:00:00"}


@for_every(
    ("text", "due", "timing"),
    [
        ("it's a deadline", STANDS, "by"),
        ("no, that's the deadline", STANDS, "by"),
        ("by then", STANDS, "by"),
        ("это срок", STANDS, "by"),
        ("нет, это дедлайн", STANDS, "by"),
        ("к этому сроку", STANDS, "by"),
        ("не позднее этого времени", STANDS, "by"),
        ("it's an appointment", STANDS, "on"),
        ("it starts then", STANDS, "on"),
        ("not a deadline", STANDS, "on"),
        ("это встреча", STANDS, "on"),
        ("это не срок", STANDS, "on"),
        ("by Friday, not on Friday", FRIDAY, "by"),
        ("it's by Friday and not on Friday", FRIDAY, "by"),
        ("on Friday, not by Friday", FRIDAY, "on"),
        ("это к пятнице, а не в пятницу", FRIDAY, "by"),
        ("до пятницы, а не в пятницу", FRIDAY, "by"),
        ("в пятницу, а не до пятницы", FRIDAY, "on"),
    ],
)
def test_an_answer_says_whether_it_is_a_deadline(text: str, due: dict[str, str], timing: str) -> None:
    assert told(text) == [("reschedule", due, timing)]
    undated = replace(WORLD, open_tasks=(KnownTask("T6", "Mend the awning"),))
    assert due == FRIDAY or not any(kind == "reschedule" for kind, *_ in told(text, undated))


@for_every("text", ["by Friday, 2 hours, Tom", "до пятницы, часа на два, и пусть Tom"])
def test_several_things_of_one_task_are_all_taken(text: str) -> None:
    said = {kind if kind != "update" else field for kind, field, *_ in told(text)}
    assert said == {"reschedule", "estimate_minutes", "assignee"}


def test_two_days_at_once_are_not_both_taken() -> None:
    assert len(told("Monday and Tuesday")) < 2


@for_every(
    "text", ["buy bread and flour for the Sawmill", "заказать муку для пекарни", "call Tom about the fair"]
)
def test_a_whole_task_in_an_answer_is_a_new_task(text: str) -> None:
    assert [kind for kind, *_ in told(text)] == ["create"]


def test_without_a_card_the_same_words_touch_nothing() -> None:
    alone = Context(businesses=WORLD.businesses, open_tasks=WORLD.open_tasks)
    for text in ("it's for the Sawmill", "no deadline", "это личное"):
        assert not any(
            kind in {"update", "reschedule", "complete", "delete"} for kind, *_ in told(text, alone)
        )


@given(text=st.text(max_size=200))
def test_any_answer_is_read_without_an_error(text: str) -> None:
    read_by_rules(Message(text, NOW), WORLD)

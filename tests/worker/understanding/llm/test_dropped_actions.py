"""What the checks drop or bound, each with a doubt: unknown tasks, too many actions, values out of range."""

import datetime as dt
from typing import Any

import pytest

from tests.worker.understanding.llm.conftest import Say, create
from worker.understanding.context import Context, KnownBusiness, KnownMember
from worker.understanding.intents import (
    CompleteTask,
    CreateProject,
    CreateTask,
    Due,
    Query,
    RescheduleTask,
    UpdateTask,
)
from worker.understanding.llm.answer_checks import Checker
from worker.understanding.llm.name_check import business_name, member_name, project_name
from worker.understanding.llm.schema import Answer


@pytest.mark.parametrize("kind", ["complete", "reschedule", "update", "delete"])
def test_an_unknown_task_is_dropped_with_a_doubt(check: Any, kind: str) -> None:
    fields: dict[str, dict[str, Any]] = {
        "complete": {"minutes": None},
        "reschedule": {"due": {"words": "tomorrow", "date": None, "time": None}},
        "update": {"field": "priority", "value": "1"},
        "delete": {},
    }
    intents, told = check({"kind": kind, "task": "T99", **fields[kind]})
    assert intents == ()
    assert told == ("-:task:unknown_task",)


def test_a_task_that_was_not_shown_cannot_be_touched(say: Say, world: Context) -> None:
    shown = Context(open_tasks=world.open_tasks[:1])
    said = tuple(Answer.model_validate({"actions": [{"kind": "delete", "task": "T2"}]}).actions)
    assert Checker(say("x"), world, shown).check(said) == ((), ("-:task:unknown_task",))


def test_forty_tasks_become_twenty_and_a_doubt(check: Any) -> None:
    intents, told = check(*(create(f"Chore {n}") for n in range(40)))
    assert [intent.title for intent in intents] == [f"Chore {n}" for n in range(20)]
    assert told == ("-:actions:too_many",)


def test_the_same_action_twice_is_one(check: Any) -> None:
    intents, _ = check({"kind": "delete", "task": "T1"}, {"kind": "delete", "task": "T1"})
    assert len(intents) == 1


def test_doubts_name_the_action_they_are_about_after_others_were_dropped(check: Any) -> None:
    _, told = check({"kind": "delete", "task": "T9"}, create("First"), create("Second", assignee="Nobody"))
    assert told == ("-:task:unknown_task", "1:assignee:unknown_name:Nobody")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("  Sand\n the\tkeel ", "Sand the keel"),
        ("Sand\u202e the\u200b keel\x00", "Sand the keel"),
        ("word " * 60, "word " * 23 + "word…"),
    ],
)
def test_titles_are_cleaned_and_bounded(check: Any, title: str, expected: str) -> None:
    (task,), _ = check(create(title))
    assert task.title == expected
    assert len(task.title) <= 120


@pytest.mark.parametrize("title", ["", "   ", "\u200b\u202e"])
def test_a_task_without_a_title_is_dropped(check: Any, title: str) -> None:
    assert check(create(title)) == ((), ("-:title:invalid",))


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("priority", 7, "0:priority:invalid"),
        ("minutes", 0, "0:estimate_minutes:invalid"),
        ("minutes", 10**9, "0:estimate_minutes:invalid"),
        ("remind", -5, "0:reminder_minutes_before:invalid"),
        ("rrule", "FREQ=SECONDLY", "0:recurrence:invalid"),
        ("rrule", "every monday", "0:recurrence:invalid"),
    ],
)
def test_values_out_of_bounds_are_left_out_with_a_doubt(
    check: Any, field: str, value: object, code: str
) -> None:
    (task,), told = check(create(**{field: value}))
    assert told == (code,)
    assert task == CreateTask(title="Sand the keel")


def test_a_reschedule_keeps_the_half_that_was_not_said(check: Any) -> None:
    due = {"words": "Friday", "date": "2026-11-27", "time": "14:00"}
    intents, told = check({"kind": "reschedule", "task": "T1", "due": due}, text="varnish Friday")
    assert intents == (RescheduleTask(task="T1", due=Due(date=dt.date(2026, 11, 27), time=dt.time(14))),)
    assert told == ()


def test_a_reschedule_that_nobody_can_read_changes_nothing(check: Any) -> None:
    due = {"words": "when pigs fly", "date": None, "time": None}
    intents, told = check({"kind": "reschedule", "task": "T1", "due": due}, text="varnish when pigs fly")
    assert intents == ()
    assert told == ("-:due:unread:when pigs fly",)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("title", "Varnish  both hulls", "Varnish both hulls"),
        ("assignee", "людмила", "Людмила"),
        ("assignee", None, None),
        ("priority", "1", 1),
        ("estimate_minutes", " 90 ", 90),
        ("reminder_minutes_before", "0", 0),
        ("recurrence", "RRULE:FREQ=DAILY", "FREQ=DAILY"),
    ],
)
def test_an_update_has_the_type_of_its_field(
    check: Any, field: str, value: str | None, expected: object
) -> None:
    intents, told = check({"kind": "update", "task": "T1", "field": field, "value": value})
    assert intents == (UpdateTask(task="T1", field=field, value=expected),)
    assert told == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("priority", "urgent"),
        ("priority", "9"),
        ("estimate_minutes", "-5"),
        ("estimate_minutes", "9" * 30),
        ("title", None),
        ("assignee", "Nobody"),
        ("recurrence", "sometimes"),
    ],
)
def test_an_update_that_fails_changes_nothing(check: Any, field: str, value: str | None) -> None:
    intents, told = check({"kind": "update", "task": "T1", "field": field, "value": value})
    assert intents == ()
    assert len(told) == 1


def test_a_question_about_an_unknown_name_becomes_a_search(check: Any) -> None:
    intents, told = check({"kind": "query", "scope": "project", "text": "Marina basin"})
    assert intents == (Query(scope="search", text="Marina basin"),)
    assert told == ("0:project:unknown_name:Marina basin",)
    assert check({"kind": "query", "scope": "business", "text": "пасека улей"})[0] == (
        Query(scope="business", text="Пасека «Улей»"),
    )
    assert check({"kind": "query", "scope": "today", "text": "today"})[0] == (Query(scope="today"),)


def test_a_project_that_exists_is_not_made_again(check: Any) -> None:
    assert check({"kind": "create_project", "name": "winter storage", "business": None}) == (
        (),
        ("-:name:exists",),
    )
    intents, _ = check({"kind": "create_project", "name": "Summer regatta", "business": "Northwind Boats"})
    assert intents == (CreateProject(name="Summer regatta", business="Northwind Boats"),)


def test_time_spent_is_bounded(check: Any) -> None:
    intents, told = check({"kind": "complete", "task": "T1", "minutes": -3})
    assert intents == (CompleteTask(task="T1", actual_minutes=None),)
    assert told == ("0:actual_minutes:invalid",)


def test_two_names_that_are_as_near_are_no_match() -> None:
    context = Context(members=(KnownMember("Marina"), KnownMember("Karina")))
    assert member_name("Darina", context) is None
    assert member_name("Marina", context) == "Marina"
    assert project_name("Anything", context) is None
    assert business_name("Smiths", Context(businesses=(KnownBusiness("Smith's"),))) == "Smith's"

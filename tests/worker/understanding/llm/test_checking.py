"""The model proposes, code disposes: names, references, bounds, and what is done with what fails."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.tables import for_every
from tests.worker.understanding.llm.conftest import NOW, WORLD
from worker.understanding.context import Context, KnownBusiness, KnownMember, Message
from worker.understanding.intents import (
    Absence,
    AskTask,
    AskWhich,
    CompleteAll,
    CompleteTask,
    CreateProject,
    CreateTask,
    DeleteTask,
    Due,
    Intent,
    KeepNote,
    Query,
    RescheduleTask,
    RunCommand,
    SkipOccurrence,
    StartTimer,
    StopTimer,
    UnclearQuestion,
    UpdateTask,
    WaitFor,
)
from worker.understanding.llm.answer import parse
from worker.understanding.llm.answer_checks import Checker
from worker.understanding.llm.name_check import business_name, member_name, project_name
from worker.understanding.llm.schema import Answer

Say = Callable[..., Message]


def create(title: str = "Sand the keel", **fields: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("business", "project", "assignee", "due", "priority", "minutes", "rrule", "remind")
    )
    return {"kind": "create", "title": title, **empty, **fields}


def checked(
    *items: dict[str, Any], text: str = "whatever", forwarded: bool = False
) -> tuple[tuple[Intent, ...], tuple[str, ...]]:
    """What the checks make of the actions of an answer, read as a server sends it."""
    parsed = parse(json.dumps({"actions": list(items)}), None, "stop")
    assert parsed.malformed == 0
    return Checker(Message(text, NOW, forwarded=forwarded), WORLD, WORLD).check(parsed.said)


@pytest.fixture
def check(say: Say, world: Context) -> Callable[..., tuple[tuple[Intent, ...], tuple[str, ...]]]:
    def check(*intents: dict[str, Any], text: str = "whatever") -> tuple[tuple[Intent, ...], tuple[str, ...]]:
        said = tuple(Answer.model_validate({"actions": list(intents)}).actions)
        return Checker(say(text), world, world).check(said)

    return check


def test_names_become_those_of_the_workspace(check: Any) -> None:
    (task,), told = check(create(business="northwind boats", assignee="toto", project="WINTER STORAGE"))
    assert (task.business, task.assignee, task.project) == ("Northwind Boats", "Torsten", "Winter storage")
    assert told == ()
    (task,), told = check(create(business="Пасека Улей", assignee="Людмилла"))
    assert (task.business, task.assignee) == ("Пасека «Улей»", "Людмила")
    assert told == ()


def test_a_name_nobody_knows_is_left_out_with_a_doubt(check: Any) -> None:
    (task,), told = check(create(business="Globex", assignee="Admin", project="World domination"))
    assert (task.business, task.assignee, task.project) == (None, None, None)
    assert set(told) == {
        "0:business:unknown_name:Globex",
        "0:assignee:unknown_name:Admin",
        "0:project:unknown_name:World domination",
    }


def test_a_server_without_strict_mode_may_leave_nulls_out_and_write_numbers(check: Any) -> None:
    content = {
        "actions": [
            {"kind": "create", "title": "Sand the keel", "due": {"date": "2026-11-27"}},
            {"kind": "update", "task": "T1", "field": "estimate_minutes", "value": 45},
            {"kind": "none"},
        ]
    }
    parsed = parse(json.dumps(content), None, "stop")
    assert parsed.malformed == 0
    task, change = check(*(said.model_dump() for said in parsed.said))[0]
    assert (task.title, task.due.date.isoformat(), task.priority) == ("Sand the keel", "2026-11-27", None)
    assert change == UpdateTask(task="T1", field="estimate_minutes", value=45)


def test_a_project_brings_its_business_whatever_the_model_says(check: Any) -> None:
    (task,), _ = check(create(project="Новая этикетка", business="Northwind Boats"))
    assert task.business == "Пасека «Улей»"


@for_every(
    "ref",
    [
        "T1",
        "t1",
        "#1",
        "№1",
        "1",
        1,
        "task 1",
        "T1 Varnish the Ibis",
        '#1 "Varnish the Ibis"',
        "varnish the ibis",
    ],
)
def test_a_task_is_referred_to_in_many_forms(ref: str | int) -> None:
    assert checked({"kind": "delete", "task": ref}) == ((DeleteTask(task="T1"),), ())


@for_every(
    "ref",
    [
        "T9",
        "1 OR 1=1",
        "T1 Renew the mooring licence",
        "T1T2",
        "1.5",
        "Varnish",
        "the first one",
        "T1, T2",
    ],
)
def test_what_refers_to_no_task_or_to_two_is_dropped(ref: str) -> None:
    assert checked({"kind": "delete", "task": ref}) == ((), ("-:task:unknown_task",))


@for_every(
    ("said", "found"),
    [
        ({"minutes": "30"}, {"estimate_minutes": 30}),
        ({"minutes": "30 min"}, {"estimate_minutes": 30}),
        ({"minutes": "1.5 hours"}, {"estimate_minutes": 90}),
        ({"minutes": 45.0}, {"estimate_minutes": 45}),
        ({"estimate_minutes": 45}, {"estimate_minutes": 45}),
        ({"priority": "1"}, {"priority": 1}),
        ({"priority": "P2"}, {"priority": 2}),
        ({"remind": "60"}, {"reminder_minutes_before": 60}),
        ({"remind": "1 hour"}, {"reminder_minutes_before": 60}),
        ({"business": "null", "assignee": "None", "project": "n/a", "rrule": "none", "due": "null"}, {}),
        ({"assignee": "Людмиле"}, {"assignee": "Людмила"}),
        ({"assignee": "Люда"}, {"assignee": "Людмила"}),
        ({"assignee": "Ludmila"}, {"assignee": "Людмила"}),
        ({"assignee": "Торстену"}, {"assignee": "Torsten"}),
        ({"assignee": "технологу"}, {"assignee": "Людмила"}),
        ({"business": "Northwind"}, {"business": "Northwind Boats"}),
        ({"business": "Пасеки Улей"}, {"business": "Пасека «Улей»"}),
        ({"project": "winter storage project"}, {"project": "Winter storage", "business": "Northwind Boats"}),
    ],
)
def test_values_and_names_are_read_in_the_forms_of_cheap_models(
    said: dict[str, Any], found: dict[str, Any]
) -> None:
    assert checked({"kind": "create", "title": "Sand the keel", **said}) == (
        (CreateTask(title="Sand the keel", **found),),
        (),
    )


@for_every(
    "name",
    ["Людмила Ивановна Петрова", "Nobody", "Thor Heyerdahl", "Torsten and Людмила", "Boats & Honey"],
)
def test_a_name_that_may_be_another_persons_is_left_out(name: str) -> None:
    (task,), told = checked({"kind": "create", "title": "Sand the keel", "assignee": name})
    assert (task.assignee, told) == (None, (f"0:assignee:unknown_name:{name}",))


@for_every("clock", ["9:00", "09:00", "9", "9am", "9 AM", "9.00", "09:00:00", "9h", 9])
def test_clock_times_are_read_in_many_forms(clock: str | int) -> None:
    due = {"words": "tomorrow at 9", "date": "2026-11-24", "time": clock}
    (task,), told = checked({**create(), "due": due}, text="sand the keel tomorrow at 9")
    assert (task.due, told) == (Due(date=dt.date(2026, 11, 24), time=dt.time(9)), ())


@for_every(
    ("words", "said", "timing"),
    [
        ("by Friday", None, "by"),
        ("on Friday", None, "on"),
        ("Friday", "by", "by"),
        ("by Friday", "On", "on"),
        (None, "by", None),
    ],
)
def test_a_task_is_due_by_a_day_or_on_it(words: str | None, said: str | None, timing: str | None) -> None:
    due = {"words": words, "date": "2026-11-27"} if words else None
    (task,), _ = checked({**create(), "due": due, "timing": said}, text=f"sand the keel {words}")
    assert task.timing == timing


@for_every(
    "due",
    [
        "2026-11-27",
        "2026-11-27 14:00",
        "2026-11-27T14:00:00",
        {"date": "27.11.2026", "time": "2 pm"},
        "Friday at 2 pm",
    ],
)
def test_a_deadline_may_be_one_text(due: Any) -> None:
    (task,), told = checked({**create(), "due": due}, text="sand the keel Friday at 2 pm")
    assert task.due is not None
    assert task.due.date == dt.date(2026, 11, 27)
    assert task.due.time in ({None} if due == "2026-11-27" else {dt.time(14)})
    assert all(doubt.startswith("0:due:") for doubt in told)


@for_every(
    ("said", "intent"),
    [
        ({"kind": "ask_task", "task": "#1", "field": "due"}, AskTask(task="T1", field="due")),
        ({"kind": "wait", "task": "T1", "other": "3"}, WaitFor(task="T1", other="T3")),
        ({"kind": "skip", "task": "T2"}, SkipOccurrence(task="T2")),
        ({"kind": "start_timer", "task": "T2"}, StartTimer(task="T2")),
        ({"kind": "stop_timer", "task": None}, StopTimer()),
        ({"kind": "complete_all"}, CompleteAll()),
        ({"kind": "unclear_question", "text": "the safe code"}, UnclearQuestion(text="the safe code")),
        (
            {"kind": "ask_which", "wish": "skip", "said": "the bins", "tasks": ["#1", "T3"]},
            AskWhich(wish="skip", said="the bins", tasks=("T1", "T3")),
        ),
        (
            {"kind": "absence", "words": "3 Dec", "first": "2026-12-03", "part": "afternoon"},
            Absence(first=dt.date(2026, 12, 3), last=dt.date(2026, 12, 3), part="afternoon"),
        ),
        ({"kind": "keep_note", "text": "the safe code is 4421"}, KeepNote(text="the safe code is 4421")),
        # A note says what was said and nothing else.
        (
            {"kind": "keep_note", "text": "the safe code is 9999"},
            KeepNote(text="note: the safe code is 4421, 3-5 Dec"),
        ),
        (
            {"kind": "command", "command": "digest", "argument": "/off"},
            RunCommand(command="digest", argument="off"),
        ),
        ({"kind": "query", "scope": "person", "text": "Людмилы"}, Query(scope="person", text="Людмила")),
        ({"kind": "query", "scope": "person", "text": "Heinz"}, Query(scope="search", text="Heinz")),
        ({"kind": "query", "scope": "done", "text": None}, Query(scope="done")),
        ({"kind": "query", "scope": "done", "text": "Toto"}, Query(scope="done", text="Torsten")),
        (
            {
                "kind": "absence",
                "member": "Toto",
                "words": "3-5 Dec",
                "first": "2026-12-03",
                "last": "2026-12-05",
            },
            Absence(member="Torsten", first=dt.date(2026, 12, 3), last=dt.date(2026, 12, 5)),
        ),
    ],
)
def test_every_kind_of_intent_can_be_said(said: dict[str, Any], intent: Intent) -> None:
    assert checked(said, text="note: the safe code is 4421, 3-5 Dec")[0] == (intent,)


@for_every(
    ("said", "doubt"),
    [
        ({"kind": "wait", "task": "T1", "other": "T1"}, "-:task:invalid"),
        ({"kind": "wait", "task": "T1", "other": "T9"}, "-:task:unknown_task"),
        ({"kind": "start_timer", "task": "T9"}, "-:task:unknown_task"),
        ({"kind": "absence", "member": "Nobody", "first": "2026-12-03"}, "-:assignee:unknown_name:Nobody"),
        ({"kind": "absence", "first": "2026-12-05", "last": "2026-12-03"}, "-:days:invalid"),
        ({"kind": "absence", "first": "2026-10-05", "last": "2026-10-06"}, "-:days:past"),
        ({"kind": "absence", "first": "2026-12-05", "last": "2029-12-03"}, "-:days:invalid"),
        ({"kind": "absence", "first": "next week"}, "-:days:invalid"),
    ],
)
def test_what_cannot_be_is_dropped_with_a_doubt(said: dict[str, Any], doubt: str) -> None:
    assert checked(said) == ((), (doubt,))


def test_the_first_day_of_an_absence_is_the_calendars() -> None:
    said = {
        "kind": "absence",
        "member": "Toto",
        "words": "from Wednesday",
        "first": "2026-12-09",
        "last": "2026-12-11",
    }
    intents, told = checked(said, text="Toto is away from Wednesday")
    assert len(intents) == 1
    assert told == ("0:days:unchecked:from Wednesday",)


def test_forwarded_words_set_nothing_up() -> None:
    said = {"kind": "command", "command": "invite", "argument": "Mallory"}
    assert checked(said, forwarded=True) == ((), ("-:command:invalid",))


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

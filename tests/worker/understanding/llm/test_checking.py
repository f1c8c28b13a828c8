"""The model proposes, code disposes: names, references, bounds, and what is done with what fails."""

import datetime as dt
import json
from typing import Any

from tests.tables import for_every
from tests.worker.understanding.llm.conftest import NOW, WORLD, create
from worker.understanding.context import Message
from worker.understanding.intents import (
    Absence,
    AskTask,
    AskWhich,
    ChangeMany,
    CompleteAll,
    CreateTask,
    DeleteTask,
    Due,
    Intent,
    KeepNote,
    Query,
    ReopenTask,
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


def checked(
    *items: dict[str, Any], text: str = "whatever", forwarded: bool = False
) -> tuple[tuple[Intent, ...], tuple[str, ...]]:
    """What the checks make of the actions of an answer, read as a server sends it."""
    parsed = parse(json.dumps({"actions": list(items)}), None, "stop")
    assert parsed.malformed == 0
    return Checker(Message(text, NOW, forwarded=forwarded), WORLD, WORLD).check(parsed.said)


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
        ({"kind": "reopen", "task": "#7"}, ReopenTask(task="T7")),
        (
            {"kind": "change_many", "change": "drop", "due": None, "days": 14},
            ChangeMany(change="drop", older_than_days=14),
        ),
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

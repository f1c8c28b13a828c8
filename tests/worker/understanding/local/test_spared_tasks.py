"""What must not touch an open task: others' calls, "everything", a bare ordinal, another person's name."""

import datetime as dt

from tests.tables import for_every
from tests.worker.understanding.local.world import NOW
from worker.understanding.context import Context, KnownMember, KnownTask, Message, Reading
from worker.understanding.intents import Due, RescheduleTask
from worker.understanding.reader import read_by_rules

TASKS = (
    KnownTask("T1", "Call the bearing supplier"),
    KnownTask("T2", "Fix oven door"),
    KnownTask("T3", "Meeting with the landlord"),
    KnownTask("T4", "Позвонить электрику"),
)
ORDERS = (
    KnownTask("O1", "Order bottle caps"),
    KnownTask("O2", "Invoice for the Harper kitchen"),
    KnownTask("O3", "Сдать отчёт в налоговую"),
)
MEMBERS = (KnownMember("Maria"), KnownMember("Jack"), KnownMember("Анна"))


def read(text: str, *, replied_to: str | None = None, listed: tuple[str, ...] = ()) -> Reading:
    world = Context((), (), MEMBERS, TASKS, replied_to, ("T3",), listed)
    return read_by_rules(Message(text, NOW), world)


def done(reading: Reading) -> list[str]:
    return [f"{intent.kind} {getattr(intent, 'task', '')}" for intent in reading.intents]


@for_every(
    ("said", "closed"),
    [
        ("supplier called, they want 300 pounds", []),
        ("the supplier called", []),
        ("I called the supplier", ["complete T1"]),
        ("the supplier called back", ["complete T1"]),
        ("the supplier called, all done", ["complete T1"]),
    ],
)
def test_the_call_of_another_is_not_ours(said: str, closed: list[str]) -> None:
    assert done(read(said)) == closed


@for_every(
    "said",
    [
        "the oven door took 1 hour 20, Maria finished it",
        "fixed the oven door, Jack did it",
        "Fixed the oven door. Maria did it",
    ],
)
def test_it_is_the_task_reported_just_before(said: str) -> None:
    assert done(read(said)) == ["complete T2"]


@for_every("said", ["удали всё", "отмени всё", "удали все задачи", "delete all tasks", "delete everything"])
def test_everything_is_not_the_task_spoken_of_last(said: str) -> None:
    assert read(said).intents == ()


def test_marking_done_is_never_a_new_task() -> None:
    assert done(read("mark the second one as done", listed=("T1", "T2", "T4"))) == ["complete T2"]
    assert done(read("mark the oven door as done")) == ["complete T2"]
    assert read("mark the flour as done").intents == ()


@for_every("said", ["and the first", "the first", "and the first too", "и первое тоже", "и первую"])
def test_an_ordinal_alone_is_neither_a_date_nor_a_title(said: str) -> None:
    assert read(said, listed=("T1", "T2", "T4")).intents == ()


@for_every(
    "said", ["by thursday 2 hours", "Thursday 2 hours", "до четверга два часа", "by Thursday, 2 hours"]
)
def test_an_answer_with_a_day_and_a_length_loses_neither(said: str) -> None:
    told = [(intent.kind, getattr(intent, "value", None)) for intent in read(said, replied_to="T2").intents]
    assert told == [("reschedule", None), ("update", 120)]


@for_every("said", ["пусть Саша сделает", "пусть Марина починит дверь"])
def test_another_given_name_is_no_mishearing(said: str) -> None:
    given = [
        getattr(intent, "value", getattr(intent, "assignee", None))
        for intent in read(said, replied_to="T2").intents
    ]
    assert "Maria" not in given


@for_every("said", ["postpone the oven door by a week", "отложи звонок электрику на неделю"])
def test_a_task_without_a_day_is_put_off_from_today(said: str) -> None:
    [intent] = read(said).intents
    assert isinstance(intent, RescheduleTask)
    assert intent.due == Due(date=NOW.date() + dt.timedelta(days=7))


@for_every(
    ("said", "dropped"),
    [
        ("skip the label order", []),
        ("no need to order yeast", []),
        ("cancel the invoice for Mason", []),
        ("отмени отчёт для банка", []),
        ("cancel the bottle cap order", ["delete O1"]),
        ("no need for caps any more", ["delete O1"]),
        ("scrap the Harper invoice", ["delete O2"]),
        ("отмени отчёт в налоговую", ["delete O3"]),
        ("отчёт больше не нужен", ["delete O3"]),
    ],
)
def test_a_thing_no_task_is_about_drops_no_task_like_it(said: str, dropped: list[str]) -> None:
    reading = read_by_rules(Message(said, NOW), Context((), (), MEMBERS, ORDERS))
    assert done(reading) == dropped
    assert dropped or "which task" in reading.doubts

"""Said right after a card, or in an answer to it: what is corrected of that one task; the same words elsewhere touch nothing."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownBusiness, KnownMember, KnownTask, Message
from worker.understanding.intents import Due
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
BEFORE = {"date": "2026-11-25", "time": "15:00:00"}
AFTER = Context(
    businesses=(KnownBusiness("Spoke"), KnownBusiness("Zerno", ("кофейня",))),
    members=(KnownMember("Lucy"), KnownMember("Tom"), KnownMember("Дима")),
    open_tasks=(
        KnownTask("T4", "Call the mill", assignee="Дима"),
        KnownTask(
            "T6",
            "Book the marquee",
            "Zerno",
            Due(date=dt.date(2026, 11, 25), time=dt.time(15)),
            assignee="Lucy",
        ),
    ),
    recent=("T6",),
)
ANSWERING = replace(AFTER, replied_to="T6")


def told(text: str, world: Context) -> list[tuple[Any, ...]]:
    """What is done at once: (field or kind, value), of T6 alone."""
    reading = read_by_rules(Message(text, NOW, reply=world.replied_to is not None), world)
    assert {getattr(intent, "task", "T6") for intent in reading.intents} <= {"T6"}
    found = []
    for intent in reading.intents:
        said = intent.model_dump(mode="json", exclude={"kind", "task", "timing"})
        found.append((said.pop("field", intent.kind), *said.values()))
    return found


@for_every(
    ("text", "expected"),
    [
        ("no that's me not Lucy", [("assignee", None)]),
        ("not Lucy, me", [("assignee", None)]),
        ("it's mine", [("assignee", None)]),
        ("не Lucy, а я", [("assignee", None)]),
        ("нет, это мне", [("assignee", None)]),
        ("беру на себя", [("assignee", None)]),
        ("not Lucy, Tom", [("assignee", "Tom")]),
        ("that one is for Tom", [("assignee", "Tom")]),
        ("это Диме", [("assignee", "Дима")]),
        ("that's for Spoke and remind me the day before", [("business", "Spoke"), ("reminder_minutes_before", 1440)]),
        ("это Spoke и напомни за день", [("business", "Spoke"), ("reminder_minutes_before", 1440)]),
        ("the other business", [("business", "Spoke")]),
        ("другой бизнес", [("business", "Spoke")]),
        ("that's not for Zerno", [("business", None)]),
        ("it's private", [("business", None)]),
        ("это личное", [("business", None)]),
        ("should be called Order the marquee", [("title", "Order the marquee")]),
        ("call it Order the big marquee", [("title", "Order the big marquee")]),
        ("the title should be Order the marquee", [("title", "Order the marquee")]),
        ("call it Meet Tom and Lucy", [("title", "Meet Tom and Lucy")]),
        ("переименуй: Заказать шатёр", [("title", "Заказать шатёр")]),
        ("должна называться Заказать шатёр", [("title", "Заказать шатёр")]),
        ("call it Paint both doors, 3 hours", [("title", "Paint both doors"), ("estimate_minutes", 180)]),
        ("срок следующая среда", [("reschedule", {"date": "2026-12-02", "time": "15:00:00"})]),
        ("deadline next Wednesday", [("reschedule", {"date": "2026-12-02", "time": "15:00:00"})]),
        ("make it 3 hours", [("estimate_minutes", 180)]),
        ("no deadline", [("reschedule", None)]),
        ("без срока", [("reschedule", None)]),
        (
            "Friday, Tom and it's urgent",
            [("reschedule", {"date": "2026-11-27", "time": "15:00:00"}), ("assignee", "Tom"), ("priority", 1)],
        ),
    ],
)  # fmt: skip
def test_a_correction_is_taken_in_an_answer_and_right_after_the_card(text: str, expected: list[Any]) -> None:
    assert told(text, ANSWERING) == expected
    assert told(text, AFTER) == expected


@for_every("text", ["not Дима, me", "это не Диме, а мне"])
def test_whoever_does_not_have_the_task_is_not_taken_off_it(text: str) -> None:
    assert told(text, AFTER) == []


@for_every(
    "text",
    [
        "buy milk, it's urgent",
        "that leak in the bathroom needs fixing",
        "make it to the gym on Friday",
        "не Серёга, а Дима повезёт стол",
        "срок аренды истекает 15 декабря",
        "deadline for the tax return is Friday",
        "send the invoice to Tom not Lucy",
        "это день рождения Димы в пятницу",
        "remind me to call mum the day before",
    ],
)
def test_a_task_of_its_own_right_after_a_card_is_a_new_one(text: str) -> None:
    intents = read_by_rules(Message(text, NOW), AFTER).intents
    assert intents
    assert {intent.kind for intent in intents} == {"create"}


@for_every(
    "text", ["no that's me not Lucy", "call it Order it", "the other business", "это личное", "no deadline"]
)
def test_with_two_tasks_just_spoken_of_nothing_is_corrected(text: str) -> None:
    two = replace(AFTER, recent=("T6", "T4"))
    reading = read_by_rules(Message(text, NOW), two)
    assert not any(intent.kind in {"update", "reschedule", "delete"} for intent in reading.intents)

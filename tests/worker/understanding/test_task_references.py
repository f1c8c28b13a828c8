"""Numbers, ordinals and "both" point at tasks that nobody names; the same words about other things do not."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownMember, KnownTask, Message
from worker.understanding.intents import CreateTask, Due
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
WORLD = Context(
    members=(KnownMember("Ольга"), KnownMember("Dima", aliases=("Дима",))),
    open_tasks=(
        KnownTask("T5", "Call the sawmill", due=Due(date=dt.date(2026, 11, 24), time=dt.time(9))),
        KnownTask("T6", "Mend the awning"),
        KnownTask("T8", "Купить фанеру"),
    ),
    recent=("T8",),
    listed=("T5", "-", "T6"),
)


def acts(text: str) -> list[str]:
    """Actions as "kind reference", in order."""
    intents = read_by_rules(Message(text, NOW), WORLD).intents
    return [f"{intent.kind} {getattr(intent, 'task', '-')}" for intent in intents]


@for_every(
    ("text", "expected"),
    [
        ("make the third one Thursday", ["reschedule T6"]),
        ("the first is urgent", ["update T5"]),
        ("delete the last one", ["delete T6"]),
        ("move both to Friday", ["reschedule T5", "reschedule T6"]),
        ("третью на четверг", ["reschedule T6"]),
        ("первую делает Ольга", ["update T5"]),
        ("первая готова", ["complete T5"]),
        ("обе на понедельник", ["reschedule T5", "reschedule T6"]),
        ("done #8", ["complete T8"]),
        ("#8 готово, 40 минут", ["complete T8"]),
        ("#5 and #8 done", ["complete T5", "complete T8"]),
        ("перенеси #8 на завтра в 10:00", ["reschedule T8"]),
    ],
)
def test_a_task_is_pointed_at(text: str, expected: list[str]) -> None:
    assert acts(text) == expected


@for_every(
    "text",
    [
        "order part #5 for the saw",
        "order part #99 for the saw",
        "call the first client",
        "помыть второй этаж",
        "вторую смену предупредить завтра",
        "write to both suppliers",
    ],
)
def test_the_same_words_about_other_things_make_a_task(text: str) -> None:
    reading = read_by_rules(Message(text, NOW), WORLD)
    assert [type(intent) for intent in reading.intents] == [CreateTask]


def test_the_list_is_counted_also_in_an_answer_to_another_card() -> None:
    answering = replace(WORLD, replied_to="T8")
    reading = read_by_rules(Message("drop the third", NOW), answering)
    assert [(intent.kind, intent.task) for intent in reading.intents] == [("delete", "T6")]


def test_a_single_task_is_not_counted() -> None:
    alone = Context(open_tasks=WORLD.open_tasks, recent=("T5",))
    assert not any(
        getattr(intent, "task", None) == "T6"
        for intent in read_by_rules(Message("the second one is done", NOW), alone).intents
    )

"""Short sentences that each tell of an appointment are tasks of their own: none of them is lost, none gives its time away."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, Message
from worker.understanding.intents import CreateTask
from worker.understanding.reader import read_by_rules

NOW = dt.datetime(2026, 11, 30, 9, 30, tzinfo=ZoneInfo("Europe/London"))


def _told(text: str) -> list[tuple[str, str, int | None]]:
    reading = read_by_rules(Message(text, NOW), Context((), (), ()))
    made = [intent for intent in reading.intents if isinstance(intent, CreateTask)]
    return [(each.title, _when(each), each.estimate_minutes) for each in made]


def _when(task: CreateTask) -> str:
    assert task.due is not None
    assert task.due.date is not None
    return f"{task.due.date:%d.%m}" + (f" {task.due.time:%H:%M}" if task.due.time else "")


@for_every(
    ("text", "told"),
    [
        (
            "Pick up my son tomorrow at 17:45. Dentist on Wednesday at 8:00, 1 hour",
            [("Pick up my son", "01.12 17:45", None), ("Dentist", "02.12 08:00", 60)],
        ),
        (
            "Dentist today at 10:00. Tasting today at 14:00, 2 hours. Interview today at 16:00.",
            [
                ("Dentist", "30.11 10:00", None),
                ("Tasting", "30.11 14:00", 120),
                ("Interview", "30.11 16:00", None),
            ],
        ),
        (
            "Забрать сына завтра в 17:45\nСтоматолог в среду в 8:00, 1 час",
            [("Забрать сына", "01.12 17:45", None), ("Стоматолог", "02.12 08:00", 60)],
        ),
        (
            "Встреча с банком в пятницу в 15:00, 1 час. Замер в четверг в 15:30",
            [("Встреча с банком", "04.12 15:00", 60), ("Замер", "03.12 15:30", None)],
        ),
        ("Order the oak by Friday. That's about two hours", [("Order the oak", "04.12", 120)]),
    ],
)
def test_each_sentence_with_a_time_is_a_task(text: str, told: list[tuple[str, str, int | None]]) -> None:
    assert _told(text) == told

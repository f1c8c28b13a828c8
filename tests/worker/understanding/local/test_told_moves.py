"""A plain statement that an appointment is at another time moves it, ends nothing, and touches no other; codes are no times."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownBusiness, KnownTask, Message
from worker.understanding.intents import CreateTask, Due, RescheduleTask, UpdateTask
from worker.understanding.reader import read_by_rules

# A Wednesday afternoon; the appointments are on Friday.
NOW = dt.datetime(2026, 11, 25, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))
FRIDAY = dt.date(2026, 11, 27)


def appointment(ref: str, title: str, hour: int) -> KnownTask:
    return KnownTask(ref, title, due=Due(date=FRIDAY, time=dt.time(hour)), timing="on")


CHAT = Context(
    businesses=(KnownBusiness("Fern"),),
    open_tasks=(
        appointment("dentist", "Dentist", 10),
        appointment("tasting", "Tasting", 14),
        appointment("anna", "Meeting with Anna", 11),
        appointment("parents", "Parents' evening", 18),
        appointment("стоматолог", "Стоматолог", 10),
        appointment("дегустация", "Дегустация", 14),
        appointment("олег", "Встреча с Олегом", 11),
        KnownTask("bank", "Call the bank", due=Due(date=dt.date(2026, 11, 26))),
    ),
)


@for_every(
    ("text", "task", "due"),
    [
        ("dentist moves to 9", "dentist", "2026-11-27 09:00"),
        ("dentist moved to Wednesday at 8", "dentist", "2026-12-02 08:00"),
        ("the dentist got moved to 4pm", "dentist", "2026-11-27 16:00"),
        ("I moved the dentist to Wednesday at 8", "dentist", "2026-12-02 08:00"),
        ("Dentist is moving to Monday", "dentist", "2026-11-30 10:00"),
        ("the tasting is now at 3", "tasting", "2026-11-27 15:00"),
        ("tasting was rescheduled for Tuesday 11:00", "tasting", "2026-12-01 11:00"),
        ("tasting shifted to 16:00", "tasting", "2026-11-27 16:00"),
        ("tasting postponed until Monday", "tasting", "2026-11-30 14:00"),
        ("meeting with Anna moved to 4", "anna", "2026-11-27 16:00"),
        ("parents' evening moved to 7pm", "parents", "2026-11-27 19:00"),
        ("дегустация перенеслась на 15:00", "дегустация", "2026-11-27 15:00"),
        ("дегустация теперь в 3", "дегустация", "2026-11-27 15:00"),
        ("дегустация отложена до понедельника", "дегустация", "2026-11-30 14:00"),
        ("дегустацию перенесли на понедельник", "дегустация", "2026-11-30 14:00"),
        ("стоматолог сдвинулся на 9", "стоматолог", "2026-11-27 09:00"),
        ("стоматолог переехал на среду в 8", "стоматолог", "2026-12-02 08:00"),
        ("стоматолог перенёсся на час позже", "стоматолог", "2026-11-27 11:00"),
        ("встреча с Олегом переносится на 12", "олег", "2026-11-27 12:00"),
    ],
)
def test_what_is_told_to_be_at_another_time_moves_and_stays_an_appointment(
    text: str, task: str, due: str
) -> None:
    reading = read_by_rules(Message(text, NOW), CHAT)
    [move] = reading.intents
    assert isinstance(move, RescheduleTask)
    assert move.due is not None
    at = f"{move.due.date} {move.due.time:%H:%M}"
    assert (move.task, at, move.timing, reading.asked) == (task, due, None, ())


@for_every(
    "text",
    [
        "dentist moved",
        "дегустация перенеслась",
        "стоматолог перенесён",
        "plumber moves to 9",
        "the plumber moved to Wednesday at 8",
        "сантехник перенёсся на среду",
        "Olga moved to Berlin on Friday",
        "we moved the desks on Friday",
        "Перенесли шкаф в зал в субботу",
    ],
)
def test_without_a_time_or_a_task_of_that_name_nothing_is_moved_or_ended(text: str) -> None:
    reading = read_by_rules(Message(text, NOW), CHAT)
    assert [intent for intent in reading.intents if not isinstance(intent, CreateTask)] == []


def test_a_call_that_is_moved_is_not_renamed() -> None:
    reading = read_by_rules(Message("move the call to the bank to Monday", NOW), CHAT)
    assert not any(isinstance(intent, UpdateTask) for intent in reading.intents)


@for_every(
    ("text", "title", "due"),
    [
        ("Task nginx-7 tomorrow", "Task nginx-7", "2026-11-26 None"),
        ("Clean room-9 tomorrow", "Clean room-9", "2026-11-26 None"),
        ("Buy an iPhone-12 on Friday", "Buy an iPhone-12", "2026-11-27 None"),
        ("fix server web_10 today", "Fix server web_10", "2026-11-25 None"),
        ("service Boeing 737-8 tomorrow", "Service Boeing 737-8", "2026-11-26 None"),
        ("Paint the B-52 tomorrow", "Paint the B-52", "2026-11-26 None"),
        ("release-8 tomorrow at 9", "Release-8", "2026-11-26 09:00:00"),
        ("Помыть Газель-3 завтра", "Помыть Газель-3", "2026-11-26 None"),
        ("починить станок ЧПУ-6 в пятницу в 10", "Починить станок ЧПУ-6", "2026-11-27 10:00:00"),
        ("позвонить в отдел-5 завтра", "Позвонить в отдел-5", "2026-11-26 None"),
        ("open the shop Mon-9am", "Open the shop", "2026-11-30 09:00:00"),
        ("call the bank tomorrow 9-11", "Call the bank", "2026-11-26 09:00:00"),
    ],
)
def test_a_figure_that_belongs_to_a_name_is_no_clock_time(text: str, title: str, due: str) -> None:
    [new] = read_by_rules(Message(text, NOW), Context()).intents
    assert isinstance(new, CreateTask)
    assert new.due is not None
    assert (new.title, f"{new.due.date} {new.due.time}") == (title, due)

"""Lengths, words that are no time, deadlines apart from times, and what is left over in a title, in both languages."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownBusiness, Message
from worker.understanding.intents import CreateTask
from worker.understanding.local.local_reader import read

# A Wednesday afternoon.
NOW = dt.datetime(2026, 11, 25, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))
CHAT = Context(businesses=(KnownBusiness("Harbour Prints", ()),))

MINUTES = [
    ("Prepare the report 45m", 45),
    ("Prepare the report, takes 5 m", 5),
    ("Prepare the report, takes 1/2 hour", 30),
    ("Prepare the report 1½ hours", 90),
    ("Prepare the report, about 90m", 90),
    ("Prepare the report, half of an hour", 30),
    ("Подготовить отчёт 30 м", 30),
    ("Подготовить отчёт, займёт минутку", 1),
    ("Подготовить отчёт, займёт 10 минуточек", 10),
    ("Подготовить отчёт, 1/2 часа", 30),
    ("Подготовить отчёт, займёт 3 четверти часа", 45),
    ("Подготовить отчёт, уйдёт час", 60),
]
# Words and figures that are no time: nothing is taken from the title.
UNTOUCHED = [
    "Check the boiler at 14 high st",
    "Fix the lock at 22 baker street",
    "Visit the flat at 9 Mill Lane",
    "Pay Anna 300 quid",
    "Buy cable 20m",
    "Order 12 boxes",
    "Sell the bike at 450",
    "Call April",
    "Email June about the order",
    "Meet Jan",
    "Ask May about the keys",
    "Wire the flat 9a",
    "Prepare the Christmas menu",
    "Order sun cream",
    "Replace the 2nd window",
    "Order stock for black friday",
    "Send 1/2 of the stock",
    "Update the price to 15.2",
    "Book the 17th-century chair",
    "Write to info@3d.com",
    "Order flowers for mum's 30th",
    "Поменять замок на Ленина 12",
    "Заплатить Анне 300 рублей",
    "Купить кабель 20 м",
    "Заказать 12 коробок",
    "Продать 1.5 литра масла",
    "Позвонить 12-30-44",
    "Обновить версию 15.2",
]
TIMING = [
    ("Send the report by Friday", "by"),
    ("Send the report before noon tomorrow", "by"),
    ("Send the report until 5 December", "by"),
    ("Send the report no later than Monday 9am", "by"),
    ("Send the report, due 5 December", "by"),
    ("Send the report b4 9am tomorrow", "by"),
    ("Send the report Friday at the latest", "by"),
    ("Send the report within 3 days", "by"),
    ("Send the report by lunch", "by"),
    ("Send the report every Friday by noon", "by"),
    ("Call the bank on Friday", "on"),
    ("Call the bank tomorrow at 10", "on"),
    ("Call the bank in two weeks", "on"),
    ("Call the bank after lunch", "on"),
    ("Call the bank every Monday at 9am", "on"),
    ("Call the bank every Monday until June", "on"),
    ("Call the bank", None),
    ("Сдать отчёт до пятницы", "by"),
    ("Сдать отчёт к пятнице", "by"),
    ("Сдать отчёт не позднее 5 декабря", "by"),
    ("Сдать отчёт к обеду", "by"),
    ("Сдать отчёт завтра до вечера", "by"),
    ("Сдать отчёт, срок 5 декабря", "by"),
    ("Сдать отчёт не позже чем через три дня", "by"),
    ("Сдавать отчёт каждую пятницу к 14:00", "by"),
    ("Позвонить в банк в субботу", "on"),
    ("Позвонить в банк завтра в 10", "on"),
    ("Позвонить в банк через неделю", "on"),
    ("Позвонить в банк после обеда", "on"),
    ("Звонить в банк каждый понедельник", "on"),
    ("Звонить в банк каждый понедельник до июня", "on"),
    ("Позвонить в банк", None),
]


def _task(text: str) -> CreateTask:
    (task,) = read(Message(text=text, now=NOW, voice=False), CHAT).intents
    assert isinstance(task, CreateTask)
    return task


@for_every(("text", "minutes"), MINUTES)
def test_the_length_is_read_and_leaves_the_title(text: str, minutes: int) -> None:
    task = _task(text)
    title = "Prepare the report" if text.isascii() or "½" in text else "Подготовить отчёт"
    assert (task.title, task.estimate_minutes, task.due) == (title, minutes, None)


@for_every("text", UNTOUCHED)
def test_what_is_no_time_stays_in_the_title(text: str) -> None:
    task = _task(text)
    assert (task.title, task.due, task.estimate_minutes, task.recurrence) == (text, None, None, None)


@for_every("text", ["Water the plants twice a week", "Поливать цветы три раза в день"])
def test_a_rhythm_that_no_rule_can_say_stays_in_the_title_and_is_not_sure(text: str) -> None:
    reading = read(Message(text=text, now=NOW, voice=False), CHAT)
    (task,) = reading.intents
    assert isinstance(task, CreateTask)
    assert (task.title, task.due, task.recurrence, reading.sure) == (text, None, None, False)


@for_every(("text", "timing"), TIMING)
def test_a_due_is_a_deadline_or_the_time_of_the_thing_itself(text: str, timing: str | None) -> None:
    assert _task(text).timing == timing


@for_every(
    "text",
    [
        "Call Vera 1230",
        "Call Vera q3 30",
        "Call Vera @ home",
        "Book a table for 6 tonight",
        "Call Vera someday 14",
        "Позвонить Вере 14",
        "Позвонить Вере март",
    ],
)
def test_a_figure_or_word_about_time_left_in_the_title_is_not_sure(text: str) -> None:
    assert not read(Message(text=text, now=NOW, voice=False), CHAT).sure

"""Series with exceptions in words: dates, months and seasons are left out; of public holidays it is said that nobody knows them."""

import datetime as dt
from itertools import islice
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.core.i18n import translator_for
from worker.core.recurrence_formats import recurrence_text
from worker.core.recurrence_rule import dates
from worker.understanding.context import Context, Message
from worker.understanding.intents import CreateTask
from worker.understanding.reader import read_by_rules

# A Wednesday afternoon.
NOW = dt.datetime(2026, 11, 25, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))
_MONDAYS, _FRIDAYS = "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=FR"


def months_but(*left_out: int) -> str:
    return f";BYMONTH={','.join(str(month) for month in range(1, 13) if month not in left_out)}"


@for_every(
    ("text", "title", "rule", "doubted"),
    [
        ("Sweep the yard every Friday but not in August", "Sweep the yard", _FRIDAYS + months_but(8), False),
        ("every Friday except in August sweep the yard", "Sweep the yard", _FRIDAYS + months_but(8), False),
        ("Water the plants every day except July and August", "Water the plants", "FREQ=DAILY" + months_but(7, 8), False),
        ("Clean the van every Monday except in summer", "Clean the van", _MONDAYS + months_but(6, 7, 8), False),
        ("Clean the van every Monday except December to February", "Clean the van", _MONDAYS + months_but(12, 1, 2), False),
        ("Pay rent every month except August", "Pay rent", "FREQ=MONTHLY" + months_but(8), False),
        ("Clean the van every Monday except 25 December", "Clean the van", _MONDAYS + ";EXDATE=20261225", False),
        ("Clean the van every Monday except Christmas Day and New Year's Day", "Clean the van", _MONDAYS + ";EXDATE=20261225,20270101", False),
        ("Clean the van every Monday but 25 December", "Clean the van", _MONDAYS + ";EXDATE=20261225", False),
        ("Every Monday but 25 December clean the van", "Clean the van", _MONDAYS + ";EXDATE=20261225", False),
        ("Clean the van every Monday but Dec 25 and Jan 1.", "Clean the van", _MONDAYS + ";EXDATE=20261225,20270101", False),
        ("Clean the van every weekday except 31 December and 1 January", "Clean the van", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;EXDATE=20261231,20270101", False),
        ("Clean the van every Monday save for 25 December", "Clean the van", _MONDAYS + ";EXDATE=20261225", False),
        ("мыть фургон каждый понедельник кроме 25 декабря", "Мыть фургон", _MONDAYS + ";EXDATE=20261225", False),
        ("мыть фургон каждый понедельник, не считая 25 декабря", "Мыть фургон", _MONDAYS + ";EXDATE=20261225", False),
        ("мыть фургон каждый понедельник без 25 декабря", "Мыть фургон", _MONDAYS + ";EXDATE=20261225", False),
        ("Clean the van every Monday except holidays", "Clean the van", _MONDAYS, True),
        ("Clean the van every Monday, but not on public holidays", "Clean the van", _MONDAYS, True),
        ("мыть фургон каждый понедельник кроме 8 марта", "Мыть фургон", _MONDAYS + ";EXDATE=20270308", False),
        ("мыть фургон каждый понедельник, кроме августа", "Мыть фургон", _MONDAYS + months_but(8), False),
        ("мыть фургон каждую пятницу, но не в августе", "Мыть фургон", _FRIDAYS + months_but(8), False),
        ("поливать цветы каждый день кроме июля и августа", "Поливать цветы", "FREQ=DAILY" + months_but(7, 8), False),
        ("мыть фургон каждый понедельник кроме лета", "Мыть фургон", _MONDAYS + months_but(6, 7, 8), False),
        ("платить аренду каждый месяц кроме августа", "Платить аренду", "FREQ=MONTHLY" + months_but(8), False),
        ("мыть фургон каждый понедельник, кроме праздников", "Мыть фургон", _MONDAYS, True),
        ("мыть фургон по понедельникам, кроме праздничных дней", "Мыть фургон", _MONDAYS, True),
    ],
)  # fmt: skip
def test_what_is_left_out_is_in_the_rule_and_not_in_the_title(
    text: str, title: str, rule: str, doubted: bool
) -> None:
    reading = read_by_rules(Message(text, NOW), Context())
    [task] = reading.intents
    assert isinstance(task, CreateTask)
    assert (task.title, task.recurrence, "holidays" in reading.doubts) == (title, rule, doubted)


def test_what_is_said_of_another_day_is_another_task() -> None:
    text = "clean the van every Monday, but 25 December call Anna"
    tasks = [
        task for task in read_by_rules(Message(text, NOW), Context()).intents if isinstance(task, CreateTask)
    ]
    assert [(task.title, task.recurrence) for task in tasks] == [
        ("Clean the van", _MONDAYS),
        ("Call Anna", None),
    ]


@for_every(
    ("rule", "english", "russian"),
    [
        (_FRIDAYS + months_but(8), "every Friday except in August", "каждую пятницу, кроме августа"),
        (
            "FREQ=DAILY" + months_but(7, 8),
            "every day except in July and August",
            "каждый день, кроме июля и августа",
        ),
        (
            "FREQ=WEEKLY;BYDAY=FR;BYMONTH=6,7",
            "every Friday only in June and July",
            "каждую пятницу, только в эти месяцы: июнь и июль",
        ),
    ],
)
def test_the_card_says_what_is_left_out(rule: str, english: str, russian: str) -> None:
    said = [recurrence_text(translator_for(language), rule) for language in ("en", "ru")]
    assert said == [english, russian]


def test_the_31st_of_every_month_but_august_is_the_last_day_of_shorter_months() -> None:
    found = list(islice(dates("FREQ=MONTHLY" + months_but(8), dt.date(2027, 5, 31)), 5))
    assert [f"{day:%d.%m}" for day in found] == ["31.05", "30.06", "31.07", "30.09", "31.10"]


def test_a_month_left_out_is_not_where_a_series_begins() -> None:
    now = dt.datetime(2027, 7, 30, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    reading = read_by_rules(Message("clean the van every Monday except August", now), Context())
    [task] = reading.intents
    assert isinstance(task, CreateTask)
    assert task.due is not None
    assert task.due.date == dt.date(2027, 9, 6)

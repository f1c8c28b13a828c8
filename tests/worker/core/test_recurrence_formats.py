"""A repetition is told as a person says it, in both languages; what has no short saying is said to repeat."""

from hypothesis import given
from hypothesis import strategies as st

from tests.tables import for_every
from worker.core.i18n import translator_for
from worker.core.recurrence_formats import recurrence_text


@for_every(
    ("rule", "english", "russian"),
    [
        ("FREQ=DAILY", "every day", "каждый день"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days", "раз в 3 дня"),
        ("FREQ=WEEKLY;BYDAY=MO", "every Monday", "каждый понедельник"),
        ("FREQ=WEEKLY;BYDAY=WE", "every Wednesday", "каждую среду"),
        ("FREQ=WEEKLY;BYDAY=SU", "every Sunday", "каждое воскресенье"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "on Tuesdays and Thursdays", "по вторникам и четвергам"),
        (
            "FREQ=WEEKLY;BYDAY=FR,MO,WE",
            "on Mondays, Wednesdays and Fridays",
            "по понедельникам, средам и пятницам",
        ),
        ("FREQ=WEEKLY;BYDAY=SA,SU", "at weekends", "по выходным"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday", "по будням"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day", "каждый день"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "every 2 weeks on Thursdays", "раз в 2 недели по четвергам"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "every month on the 15th", "каждый месяц 15-го числа"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,22",
            "every month on the 1st and 22nd",
            "каждый месяц 1-го и 22-го числа",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=12", "every month on the 12th", "каждый месяц 12-го числа"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", "каждый месяц в последний день"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday", "каждый месяц в последнюю пятницу"),
        ("FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday", "каждый месяц во второй вторник"),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=+1SU",
            "every 2 months on the first Sunday",
            "раз в 2 месяца в первое воскресенье",
        ),
        ("FREQ=MONTHLY;INTERVAL=3", "every 3 months", "раз в 3 месяца"),
        ("FREQ=YEARLY", "every year", "каждый год"),
        ("FREQ=DAILY;UNTIL=20260630", "every day until 30 June", "каждый день до 30 июня"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=5", "every Monday, 5 times", "каждый понедельник, 5 раз"),
        ("FREQ=DAILY;COUNT=1", "every day, 1 time", "каждый день, 1 раз"),
        ("FREQ=HOURLY", "every hour (one task a day)", "каждый час (по одной задаче в день)"),
        (
            "FREQ=HOURLY;INTERVAL=2",
            "every 2 hours (one task a day)",
            "раз в 2 часа (по одной задаче в день)",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "every month on the 31st (in shorter months on the last day)",
            "каждый месяц 31-го числа (в коротких месяцах — в последний день)",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "every year on 29 February (28 in other years)",
            "каждый год 29 февраля (в обычные годы — 28-го)",
        ),
        (
            "FREQ=MONTHLY;BYDAY=1TU,3TU",
            "every month on the first Tuesday and on the third Tuesday",
            "каждый месяц в первый вторник и в третий вторник",
        ),
        (
            "FREQ=DAILY;EXDATE=20261225,20270101",
            "every day except 25 December and 1 January",
            "каждый день, кроме 25 декабря и 1 января",
        ),
        (
            "FREQ=DAILY;EXDATE=20270101,20270102,20270103,20270104",
            "every day except 4 days",
            "каждый день, кроме 4 дней",
        ),
        (
            "FREQ=MINUTELY;INTERVAL=30",
            "every 30 minutes (one task a day)",
            "раз в 30 минут (по одной задаче в день)",
        ),
        ("FREQ=WEEKLY;BYDAY=XX", "repeats", "повторяется"),
    ],
)
def test_a_rule_is_said(rule: str, english: str, russian: str) -> None:
    assert (recurrence_text(translator_for("en"), rule), recurrence_text(translator_for("ru"), rule)) == (
        english,
        russian,
    )


@given(
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"]),
    interval=st.integers(1, 400),
    day=st.sampled_from(["", ";BYDAY=MO", ";BYDAY=2TU", ";BYDAY=-1FR", ";BYDAY=5WE", ";BYMONTHDAY=1,15"]),
)
def test_every_rule_has_a_saying(freq: str, interval: int, day: str) -> None:
    for language in ("en", "ru"):
        assert recurrence_text(translator_for(language), f"FREQ={freq};INTERVAL={interval}{day}")

"""A repetition is told as a person says it, in both languages; what has no short saying is said to repeat."""

from hypothesis import given
from hypothesis import strategies as st

from tests.tables import for_every
from worker.conversation.rhythm import rhythm_text
from worker.conversation.words import words_of


@for_every(
    ("rule", "english", "russian"),
    [
        ("FREQ=DAILY", "every day", "каждый день"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days", "раз в 3 дня"),
        ("FREQ=WEEKLY;BYDAY=MO", "every Mon", "каждую неделю: пн"),
        ("FREQ=WEEKLY;BYDAY=TU,FR", "every Tue, Fri", "каждую неделю: вт, пт"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday", "по будням"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "every 2 weeks, Thu", "раз в 2 недели, чт"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "every month, day 15", "каждый месяц, 15-го числа"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month, last day", "каждый месяц, последний день"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month, last Fri", "каждый месяц, последний пт"),
        ("FREQ=MONTHLY;INTERVAL=3", "every 3 months", "раз в 3 месяца"),
        ("FREQ=YEARLY", "every year", "каждый год"),
        ("FREQ=DAILY;UNTIL=20260630", "every day until 30 June", "каждый день до 30 июня"),
        ("FREQ=WEEKLY;BYDAY=XX", "repeats", "повторяется"),
    ],
)
def test_a_rule_is_said(rule: str, english: str, russian: str) -> None:
    assert (rhythm_text(words_of("en"), rule), rhythm_text(words_of("ru"), rule)) == (english, russian)


@given(
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"]),
    interval=st.integers(1, 400),
    day=st.sampled_from(["", ";BYDAY=MO", ";BYDAY=2TU", ";BYDAY=-1FR", ";BYDAY=5WE", ";BYMONTHDAY=1,15"]),
)
def test_every_rule_has_a_saying(freq: str, interval: int, day: str) -> None:
    for language in ("en", "ru"):
        assert rhythm_text(words_of(language), f"FREQ={freq};INTERVAL={interval}{day}")

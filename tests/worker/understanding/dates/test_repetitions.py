"""Repetitions in both languages: the rule, and the first day it gives."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.tables import for_every
from worker.understanding.dates import combine, find_mentions, first_occurrence, with_until
from worker.understanding.intents import Due

# A Wednesday afternoon.
NOW = dt.datetime(2026, 11, 25, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))

PHRASES = [
    ("once a quarter on the 10th", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", "2026-12-10"),
    ("раз в квартал 10-го", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", "2026-12-10"),
    ("biweekly on Wednesdays starting next week", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2026-12-02"),
    ("every year on the last day of June", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", "2027-06-30"),
    ("каждые три недели в четверг", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TH", "2026-11-26"),
    ("every day", "FREQ=DAILY", "2026-11-26"),
    ("daily at 9am", "FREQ=DAILY", "2026-11-26"),
    ("every day at 6pm", "FREQ=DAILY", "2026-11-25"),
    ("every morning", "FREQ=DAILY", "2026-11-26"),
    ("every weekday at 8", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
    ("on weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
    ("every working day at 17:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-25"),
    ("Monday to Friday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
    ("every Monday", "FREQ=WEEKLY;BYDAY=MO", "2026-11-30"),
    ("each Tuesday and Thursday at 10am", "FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-26"),
    ("every mon, wed and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-27"),
    ("on Mondays and Thursdays", "FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-26"),
    ("Wednesdays at 3pm", "FREQ=WEEKLY;BYDAY=WE", "2026-11-25"),
    ("every Wednesday at 9am", "FREQ=WEEKLY;BYDAY=WE", "2026-12-02"),
    ("every other Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-30"),
    ("every second Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-27"),
    ("every two weeks on Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-01"),
    ("fortnightly on Fridays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-27"),
    ("every two weeks", "FREQ=WEEKLY;INTERVAL=2", "2026-12-09"),
    ("every 3 days", "FREQ=DAILY;INTERVAL=3", "2026-11-28"),
    ("every other day", "FREQ=DAILY;INTERVAL=2", "2026-11-27"),
    ("every month on the 5th", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-12-05"),
    ("on the 1st and 15th of each month", "FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-12-01"),
    ("monthly on the 25th", "FREQ=MONTHLY;BYMONTHDAY=25", "2026-12-25"),
    ("every 10th", "FREQ=MONTHLY;BYMONTHDAY=10", "2026-12-10"),
    ("last day of every month", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30"),
    ("at the end of every month", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30"),
    ("the last Friday of every month", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27"),
    ("every first Monday of the month", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
    ("second Tuesday of each month at 11:00", "FREQ=MONTHLY;BYDAY=2TU", "2026-12-08"),
    ("every quarter", "FREQ=MONTHLY;INTERVAL=3", "2027-02-25"),
    ("quarterly", "FREQ=MONTHLY;INTERVAL=3", "2027-02-25"),
    ("every six months", "FREQ=MONTHLY;INTERVAL=6", "2027-05-25"),
    ("every year on 5 March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5", "2027-03-05"),
    ("annually on Dec 1", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1", "2026-12-01"),
    ("once a week", "FREQ=WEEKLY", "2026-12-02"),
    ("weekly on Thursday", "FREQ=WEEKLY;BYDAY=TH", "2026-11-26"),
    ("at 9am every Monday", "FREQ=WEEKLY;BYDAY=MO", "2026-11-30"),
    ("every Monday until the end of June", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270630", "2026-11-30"),
    ("every Friday starting 11 December", "FREQ=WEEKLY;BYDAY=FR", "2026-12-11"),
    ("every day except Sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA", "2026-11-26"),
    ("каждый день", "FREQ=DAILY", "2026-11-26"),
    ("ежедневно в 9 утра", "FREQ=DAILY", "2026-11-26"),
    ("каждое утро", "FREQ=DAILY", "2026-11-26"),
    ("каждый вечер в 8", "FREQ=DAILY", "2026-11-25"),
    ("по будням в 8:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
    ("каждый будний день", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
    ("в рабочие дни", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
    ("по понедельникам", "FREQ=WEEKLY;BYDAY=MO", "2026-11-30"),
    ("каждый вторник и четверг", "FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-26"),
    ("каждую среду в 15:00", "FREQ=WEEKLY;BYDAY=WE", "2026-11-25"),
    ("по пн, ср и пт", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-27"),
    ("по вторникам и по пятницам в девять утра", "FREQ=WEEKLY;BYDAY=TU,FR", "2026-11-27"),
    ("в 10 утра по четвергам", "FREQ=WEEKLY;BYDAY=TH", "2026-11-26"),
    ("каждую неделю в пятницу", "FREQ=WEEKLY;BYDAY=FR", "2026-11-27"),
    ("раз в неделю по субботам", "FREQ=WEEKLY;BYDAY=SA", "2026-11-28"),
    ("раз в две недели", "FREQ=WEEKLY;INTERVAL=2", "2026-12-09"),
    ("раз в две недели по вторникам", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-01"),
    ("каждую вторую пятницу", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-27"),
    ("каждые 3 дня", "FREQ=DAILY;INTERVAL=3", "2026-11-28"),
    ("каждое 5 число", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-12-05"),
    ("каждого 10-го числа", "FREQ=MONTHLY;BYMONTHDAY=10", "2026-12-10"),
    ("пятого числа каждого месяца", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-12-05"),
    ("1 и 15 числа каждого месяца", "FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-12-01"),
    ("каждый месяц 25-го", "FREQ=MONTHLY;BYMONTHDAY=25", "2026-12-25"),
    ("ежемесячно 1 числа", "FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-01"),
    ("раз в месяц", "FREQ=MONTHLY", "2026-12-25"),
    ("в последний день каждого месяца", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30"),
    ("в конце каждого месяца", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30"),
    ("в последнюю пятницу каждого месяца", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27"),
    ("каждый первый понедельник месяца", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
    ("каждый месяц в первый вторник", "FREQ=MONTHLY;BYDAY=1TU", "2026-12-01"),
    ("ежеквартально", "FREQ=MONTHLY;INTERVAL=3", "2027-02-25"),
    ("раз в квартал", "FREQ=MONTHLY;INTERVAL=3", "2027-02-25"),
    ("каждые полгода", "FREQ=MONTHLY;INTERVAL=6", "2027-05-25"),
    ("раз в полгода", "FREQ=MONTHLY;INTERVAL=6", "2027-05-25"),
    ("каждый год 8 марта", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", "2027-03-08"),
    ("ежегодно 1 июня", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1", "2027-06-01"),
    ("каждый понедельник до конца июня", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270630", "2026-11-30"),
    ("каждую пятницу начиная с 11 декабря", "FREQ=WEEKLY;BYDAY=FR", "2026-12-11"),
    ("каждый день кроме воскресенья", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA", "2026-11-26"),
    ("every 2nd and 4th Friday", "FREQ=MONTHLY;BYDAY=2FR,4FR", "2026-11-27"),
    ("last working day of every month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30"),
    ("каждый последний рабочий день месяца", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30"),
    ("every weekday except Friday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", "2026-11-26"),
    ("at the end of every quarter", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2026-12-31"),
    ("в конце каждого квартала", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2026-12-31"),
    ("every 20 minutes", "FREQ=MINUTELY;INTERVAL=20", "2026-11-26"),
    ("каждые полчаса", "FREQ=MINUTELY;INTERVAL=30", "2026-11-26"),
    ("every day ten times", "FREQ=DAILY;COUNT=10", "2026-11-26"),
    ("every day from 25 to 31 December", "FREQ=DAILY;UNTIL=20261231", "2026-12-25"),
    ("каждый день с 25 по 31 декабря", "FREQ=DAILY;UNTIL=20261231", "2026-12-25"),
    *(
        (phrase, "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30")
        for phrase in (
            "в последний день месяца каждый месяц",
            "каждый месяц в последний день месяца",
            "каждый месяц, в последний день",
            "ежемесячно в последний день месяца",
            "в последний день месяца ежемесячно",
            "последним числом каждого месяца",
            "в последнее число каждого месяца",
            "в конце месяца, каждый месяц",
            "раз в месяц, в последний день месяца",
            "last day of every month",
            "every month, last day",
            "every month on the last day of the month",
            "on the last day of the month every month",
            "last day of the month, every month",
            "monthly, on the last day of the month",
            "at month end every month",
        )
    ),
]
INEXPRESSIBLE = [
    "twice a week",
    "x2 a week",
    "три раза в день",
    "два раза в неделю",
    "дважды в месяц",
]


@for_every(("phrase", "rule", "first"), PHRASES)
def test_the_phrase_gives_this_rule_and_first_day(phrase: str, rule: str, first: str) -> None:
    (mention,) = find_mentions(phrase, NOW)
    assert (mention.kind, mention.rrule, str(mention.date)) == ("recurrence", rule, first)
    assert mention.text == phrase


@for_every(
    ("text", "left_out", "times"),
    [
        ("open the shop every day except 25 December", ["2026-12-25"], None),
        ("every day except 25 and 26 December open the shop", ["2026-12-25", "2026-12-26"], None),
        ("каждый день, кроме 1 и 2 января, открывать", ["2027-01-01", "2027-01-02"], None),
        ("every Friday, but not on 25 December", ["2026-12-25"], None),
        ("каждую пятницу за исключением 25 декабря", ["2026-12-25"], None),
        ("every day except 30 December to 2 January", ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"], None),
        ("каждый день кроме 1-3 января", ["2027-01-01", "2027-01-02", "2027-01-03"], None),
        ("choir practice every Tuesday, six times", [], 6),
        ("каждый вторник репетиция хора, 6 раз", [], 6),
        ("репетиция хора каждый вторник, всего 4 раза", [], 4),
    ],
)  # fmt: skip
def test_what_limits_a_repetition_is_found_apart_from_it(
    text: str, left_out: list[str], times: int | None
) -> None:
    found = find_mentions(text, NOW)
    limits = [mention for mention in found if mention.kind == "limit"]
    said = [str(day) for limit in limits for day in limit.left_out]
    counts = {limit.repeats for limit in limits} | {
        int(mention.rrule.split("COUNT=")[1]) if mention.rrule and "COUNT=" in mention.rrule else None
        for mention in found
    }
    assert (said, times) == (left_out, next((count for count in counts if count), None))


@for_every(
    "text",
    ["invite all except 25 December", "call Bob, three times", "every day push-ups, 3 times"],
)
def test_nothing_is_limited_where_nothing_repeats_or_a_day_may_be_meant(text: str) -> None:
    assert [mention for mention in find_mentions(text, NOW) if mention.kind == "limit"] == []


@for_every("phrase", INEXPRESSIBLE)
def test_what_no_rule_can_say_is_recognised_and_unsure(phrase: str) -> None:
    (mention,) = find_mentions(phrase, NOW)
    assert (mention.kind, mention.rrule, mention.sure) == ("recurrence", None, False)
    assert combine((mention,), NOW) is None


def test_a_clock_time_said_elsewhere_in_the_sentence_joins_the_repetition() -> None:
    mentions = find_mentions("каждую среду планёрка в 15:00", NOW)
    assert combine(mentions, NOW) == Due(date=dt.date(2026, 11, 25), time=dt.time(15))


def test_a_start_said_apart_is_the_first_day() -> None:
    mentions = find_mentions("every two weeks, clean the filters, starting 4 January", NOW)
    assert combine(mentions, NOW) == Due(date=dt.date(2027, 1, 4))


def test_a_rule_that_names_its_days_starts_on_the_next_of_them_whatever_its_interval() -> None:
    assert first_occurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", NOW) == dt.date(2026, 11, 26)
    assert first_occurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", NOW, dt.time(15)) == dt.date(2026, 11, 25)
    assert first_occurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", NOW, dt.time(13)) == dt.date(2026, 12, 2)


def test_the_31st_is_the_last_day_of_short_months() -> None:
    april = NOW.replace(month=3, day=31)
    assert first_occurrence("FREQ=MONTHLY;BYMONTHDAY=31", april) == dt.date(2026, 4, 30)
    assert first_occurrence("FREQ=MONTHLY", april) == dt.date(2026, 4, 30)


def test_text_that_is_no_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="no recurrence rule"):
        first_occurrence("every now and then", NOW)


def test_an_end_replaces_the_end_a_rule_had() -> None:
    assert with_until("FREQ=DAILY;UNTIL=20261201", dt.date(2027, 1, 31)) == "FREQ=DAILY;UNTIL=20270131"


@for_every("phrase", ["the weekly report", "send the monthly figures", "our daily standup notes"])
def test_an_adjective_is_no_repetition(phrase: str) -> None:
    assert find_mentions(phrase, NOW) == ()

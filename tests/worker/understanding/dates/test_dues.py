"""From mentions to dues: halves kept, moves applied, phrases resolved, and the days on which clocks and years turn."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.tables import for_every
from worker.understanding.dates import (
    combine,
    detect_language,
    due_of,
    find_mentions,
    move_due,
    resolve,
    shift_due,
)
from worker.understanding.intents import Due

BERLIN = ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 25, 14, 0, tzinfo=BERLIN)
TASK = Due(date=dt.date(2026, 11, 27), time=dt.time(15))


def _due(expected: str) -> Due:
    date, _, time = expected.partition(" ")
    return Due(date=dt.date.fromisoformat(date), time=dt.time.fromisoformat(time) if time else None)


@for_every(
    ("text", "expected"),
    [
        ("move it to Monday", "2026-11-30 15:00"),
        ("перенеси на понедельник", "2026-11-30 15:00"),
        ("перенеси на 17:30", "2026-11-27 17:30"),
        ("make it 5pm", "2026-11-27 17:00"),
        ("перенеси на завтра на 10 утра", "2026-11-26 10:00"),
        ("move it from Friday to next Tuesday", "2026-12-01 15:00"),
        ("перенеси с пятницы на вторник", "2026-12-01 15:00"),
        ("same day but 9am", "2026-11-27 09:00"),
        ("на вторник в то же время", "2026-12-01 15:00"),
        ("an hour later", "2026-11-27 16:00"),
        ("на час раньше", "2026-11-27 14:00"),
        ("сдвинь на три дня", "2026-11-30 15:00"),
        ("push it by a week", "2026-12-04 15:00"),
        ("move it in two days", "2026-11-27 15:00"),
        ("на месяц позже", "2026-12-27 15:00"),
        ("в четверг вечером", "2026-11-26 18:00"),
        ("давай не завтра, а в субботу", "2026-11-28 15:00"),
    ],
)
def test_a_move_keeps_the_half_it_does_not_name(text: str, expected: str) -> None:
    assert move_due(TASK, find_mentions(text, NOW), NOW) == _due(expected)


def test_everything_due_today_moves_to_the_day_that_is_named_last() -> None:
    mentions = find_mentions("move everything due today to tomorrow", NOW)
    assert move_due(_due("2026-11-25 19:30"), mentions, NOW) == _due("2026-11-26 19:30")


def test_a_move_without_a_word_of_time_changes_nothing() -> None:
    assert move_due(TASK, find_mentions("move it please", NOW), NOW) is None


def test_a_task_without_a_due_takes_what_is_said() -> None:
    assert move_due(None, find_mentions("put it on Friday at 10", NOW), NOW) == _due("2026-11-27 10:00")


def test_hours_move_a_due_over_midnight() -> None:
    (shift,) = find_mentions("на три часа позже", NOW)
    assert shift_due(_due("2026-12-31 22:30"), shift, NOW) == _due("2027-01-01 01:30")


def test_a_month_is_clamped_to_the_last_day() -> None:
    (shift,) = find_mentions("a month later", NOW)
    assert shift_due(_due("2027-01-31"), shift, NOW) == _due("2027-02-28")


@for_every(
    ("text", "expected"),
    [
        ("в пятницу созвон с банком в 16:00", "2026-11-27 16:00"),
        ("завтра вечером созвон с банком, в 8", "2026-11-26 20:00"),
        ("call the bank on Monday, any time before noon", "2026-11-30 12:00"),
        ("tomorrow lunch with the auditors at 1pm", "2026-11-26 13:00"),
    ],
)
def test_a_day_and_a_time_said_apart_make_one_due(text: str, expected: str) -> None:
    assert combine(find_mentions(text, NOW), NOW) == _due(expected)


@for_every(
    ("now", "text", "expected"),
    [
        # Just after midnight, tomorrow is the next calendar day.
        ("2026-11-25 00:25", "завтра", "2026-11-26"),
        ("2026-11-25 00:25", "at 9am", "2026-11-25 09:00"),
        ("2026-11-25 21:00", "утром", "2026-11-26 09:00"),
        ("2026-11-25 18:00", "by 6pm", "2026-11-26 18:00"),
        # Ends of months and years.
        ("2026-01-31 10:00", "in a month", "2026-02-28"),
        ("2028-01-31 10:00", "через месяц", "2028-02-29"),
        ("2026-01-31 10:00", "on the 31st", "2026-03-31"),
        ("2026-01-31 10:00", "до конца месяца", "2026-01-31"),
        ("2026-12-31 10:00", "завтра", "2027-01-01"),
        ("2026-12-31 10:00", "до конца года", "2026-12-31"),
        ("2026-12-31 23:40", "in half an hour", "2027-01-01 00:10"),
        ("2026-12-30 10:00", "by 2 January", "2027-01-02"),
        ("2026-12-15 10:00", "в начале следующего месяца", "2027-01-01"),
        ("2026-12-15 10:00", "by the 15th", "2027-01-15"),
        ("2026-12-15 10:00", "15 декабря", "2026-12-15"),
        # Weeks seen from their ends.
        ("2026-11-27 10:00", "end of the week", "2026-11-27"),
        ("2026-11-28 10:00", "до конца недели", "2026-12-04"),
        ("2026-11-29 10:00", "next week", "2026-11-30"),
        ("2026-11-29 10:00", "on Sunday", "2026-12-06"),
        ("2026-11-29 10:00", "next Sunday", "2026-12-06"),
        ("2026-11-23 10:00", "в понедельник", "2026-11-30"),
        ("2026-11-23 10:00", "в этот понедельник", "2026-11-23"),
        ("2026-11-28 10:00", "на этих выходных", "2026-11-28"),
    ],
)
def test_the_turn_of_days_weeks_months_and_years(now: str, text: str, expected: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    assert combine(find_mentions(text, moment), moment) == _due(expected)


@for_every(
    ("now", "text", "expected"),
    [
        # Clocks go from 02:00 to 03:00 on 29 March and from 03:00 back to 02:00 on 25 October.
        ("2026-03-29 00:30", "in 3 hours", "2026-03-29 04:30"),
        ("2026-03-28 23:30", "через три часа", "2026-03-29 03:30"),
        ("2026-10-25 00:30", "in 3 hours", "2026-10-25 02:30"),
        ("2026-10-24 14:00", "через 24 часа", "2026-10-25 13:00"),
        ("2026-10-24 14:00", "through tomorrow at 14:00", "2026-10-25 14:00"),
        ("2026-03-28 14:00", "через 2 дня", "2026-03-30"),
    ],
)
def test_hours_are_elapsed_time_across_a_clock_change_and_days_are_calendar(
    now: str, text: str, expected: str
) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    assert combine(find_mentions(text, moment), moment) == _due(expected)


@for_every(
    "phrase",
    [
        "by Friday if the parts arrive",
        "two boxes",
        "next Blursday",
        "",
        "call Anna",
        "в четверг Лене",
        "Friday or Monday",
    ],
)
def test_a_phrase_with_a_word_left_over_is_not_resolved(phrase: str) -> None:
    assert resolve(phrase, NOW) is None


def test_a_whole_phrase_joins_its_day_and_its_time() -> None:
    whole = resolve("next Friday, please, at about 4pm", NOW)
    assert whole is not None
    assert (whole.date, whole.time, whole.date_said, whole.time_said) == (
        dt.date(2026, 12, 4),
        dt.time(16),
        True,
        True,
    )


def test_figures_follow_the_language_of_the_message() -> None:
    assert combine(find_mentions("pay by 2/3", NOW), NOW) == _due("2027-02-03")
    assert combine(find_mentions("оплатить до 2/3", NOW), NOW) == _due("2027-03-02")
    assert combine(find_mentions("2/3", NOW, "ru"), NOW) == _due("2027-03-02")


@for_every(
    ("text", "language"), [("пришли invoice", "ru"), ("call Иван now", "en"), ("", "en"), ("15:00", "en")]
)
def test_the_language_is_the_one_with_more_words(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        find_mentions("tomorrow", dt.datetime(2026, 11, 25))  # noqa: DTZ001 - the naive value is the point


def test_one_mention_alone_has_a_due_of_its_own() -> None:
    day, time = find_mentions("в пятницу созвон, потом в 16:00 отчёт", NOW)
    assert due_of(day, NOW) == _due("2026-11-27")
    assert due_of(time, NOW) == _due("2026-11-25 16:00")

"""The dates of a rule: as the RFC has them, but for the last day of short months and for days that are left out."""

import calendar
import datetime as dt
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import for_every
from worker.core.recurrence_rule import (
    anchored_rule,
    dates,
    excepted_days,
    last_date,
    next_date,
    repeats_within_a_day,
    with_excepted_days,
)

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))
# Rules whose dates exist in every month: of these the RFC's own dates are the right ones.
PLAIN = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 9)),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(1, 4), st.sampled_from(["MO", "TU,TH", "SA,SU"])),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}".format, st.integers(1, 6), st.sampled_from([1, 15, 28, -1])),
    st.builds("FREQ=MONTHLY;BYDAY={}".format, st.sampled_from(["1MO", "2TU", "-1FR", "5WE", "1TU,3TU"])),
    st.builds("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}".format, st.integers(1, 12), st.integers(1, 28)),
)  # fmt: skip


def first(rule: str, anchor: dt.date, count: int) -> list[dt.date]:
    return list(islice(dates(rule, anchor), count))


@given(PLAIN, DAYS)
def test_rules_whose_dates_exist_are_those_of_the_rfc(rule: str, anchor: dt.date) -> None:
    theirs = rrulestr(rule, dtstart=dt.datetime.combine(anchor, dt.time()))
    assert first(rule, anchor, 8) == [found.date() for found in islice(theirs, 8)]


@given(st.integers(29, 31), DAYS, st.integers(1, 5))
def test_a_day_that_a_month_lacks_is_its_last(number: int, anchor: dt.date, every: int) -> None:
    found = first(f"FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={number}", anchor, 24 // every)
    months = [day.year * 12 + day.month for day in found]
    assert months == list(range(months[0], months[0] + every * len(months), every))
    assert all(day.day == min(number, calendar.monthrange(day.year, day.month)[1]) for day in found)
    assert found[0] >= anchor


@given(PLAIN, DAYS, st.integers(1, 12), st.sets(st.integers(0, 11), max_size=4), DAYS)
def test_counts_ends_and_days_left_out(
    rule: str, anchor: dt.date, count: int, places: set[int], after: dt.date
) -> None:
    all_of_it = first(rule, anchor, 24)
    left_out = tuple(day for place, day in enumerate(all_of_it) if place in places)
    counted = list(dates(f"{with_excepted_days(rule, left_out)};COUNT={count}", anchor))
    assert counted == [day for day in all_of_it if day not in left_out][:count]
    # Twelve years have twelve dates of a yearly rule at least.
    last = min(count, len(all_of_it) - 1)
    ended = list(dates(f"{rule};UNTIL={all_of_it[last]:%Y%m%d}", anchor))
    assert ended == all_of_it[: last + 1]
    following = next_date(rule, anchor, after)
    assert following == next(
        (day for day in dates(rule, anchor, until=dt.date(2046, 1, 1)) if day > after), None
    )
    assert following is not None
    assert last_date(rule, anchor, after, following) == following
    assert last_date(rule, anchor, after, following - dt.timedelta(days=1)) is None


@for_every(
    ("rule", "anchor", "expected"),
    [
        ("FREQ=MONTHLY", "2027-01-31", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15,30,31", "2027-02-01", ["2027-02-15", "2027-02-28", "2027-03-15", "2027-03-30"]),
        ("FREQ=YEARLY", "2028-02-29", ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-11-24", ["2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28"]),
        ("FREQ=HOURLY;INTERVAL=5", "2026-11-25", ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28"]),
    ],
)  # fmt: skip
def test_short_months_and_leap_years(rule: str, anchor: str, expected: list[str]) -> None:
    assert [str(day) for day in first(rule, dt.date.fromisoformat(anchor), 4)] == expected


@for_every(
    ("rule", "said_for", "anchored"),
    [
        ("FREQ=MONTHLY", "2027-01-31", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("FREQ=MONTHLY;INTERVAL=3;COUNT=4", "2027-01-30", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=30;COUNT=4"),
        ("FREQ=MONTHLY", "2027-01-28", "FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=2TU", "2027-01-31", "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=YEARLY", "2028-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
        ("FREQ=YEARLY", "2028-01-31", "FREQ=YEARLY"),
        ("FREQ=DAILY", "2028-01-31", "FREQ=DAILY"),
    ],
)
def test_a_rule_said_for_a_day_that_short_months_lack_names_it(
    rule: str, said_for: str, anchored: str
) -> None:
    assert anchored_rule(rule, dt.date.fromisoformat(said_for)) == anchored


def test_days_left_out_are_kept_once_and_in_order() -> None:
    rule = with_excepted_days(
        "FREQ=DAILY;EXDATE=20270102;UNTIL=20270301", (dt.date(2027, 1, 1), dt.date(2027, 1, 2))
    )
    assert rule == "FREQ=DAILY;UNTIL=20270301;EXDATE=20270101,20270102"
    assert excepted_days(rule) == (dt.date(2027, 1, 1), dt.date(2027, 1, 2))


def test_what_repeats_within_a_day_is_told_and_text_that_is_no_rule_refused() -> None:
    assert repeats_within_a_day("FREQ=MINUTELY;INTERVAL=30")
    assert not repeats_within_a_day("FREQ=DAILY")
    with pytest.raises(ValueError, match="no recurrence rule"):
        next_date("every now and then", dt.date(2026, 1, 1), dt.date(2026, 1, 1))

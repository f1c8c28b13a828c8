"""Every zone of the database, two years of days: each local date gets one digest, at the set time or after the gap."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.local_time import local_day
from models.tables.next_run import next_occurrence
from models.tables.weekdays import EVERY_DAY
from tests.tables import for_every
from worker.features.digests.schedules import dates_due

ZONES = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})
FIRST = dt.date(2026, 1, 1)
DAYS = 731
SECOND = dt.timedelta(seconds=1)
# By day and by night, by half an hour, at midnight, southern, for Ramadan, to minus one hour in winter, and never.
ODD_ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Asia/Beirut",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Europe/Dublin",
    "Pacific/Chatham",
    "Asia/Almaty",
    "America/Nuuk",
)
# Where clocks jump: at midnight, half past two; and where people live.
TIMES = (dt.time(0, 15), dt.time(2, 30), dt.time(8))


def assert_right_moment(day: dt.date, time: dt.time, due: dt.datetime, zone: ZoneInfo) -> None:
    """At the set time, or, in a gap, at the first moment after it: told by the wall clock alone."""
    wanted = dt.datetime.combine(day, time)
    shown = due.astimezone(zone).replace(tzinfo=None)
    if shown != wanted:
        before = (due - SECOND).astimezone(zone).replace(tzinfo=None)
        assert before < wanted < shown, (zone.key, day, time)


def start_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """A moment well before anything of the day."""
    return dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(hours=30)


@pytest.mark.slow
@pytest.mark.parametrize("time", TIMES)
def test_each_local_date_of_two_years_gets_exactly_one_digest_in_every_zone(time: dt.time) -> None:
    assert len(ZONES) > 500
    each_date_has_one_digest(time, ZONES)


@for_every("time", TIMES)
def test_each_local_date_of_two_years_gets_exactly_one_digest_where_clocks_jump_oddly(time: dt.time) -> None:
    each_date_has_one_digest(time, ODD_ZONES)


def each_date_has_one_digest(time: dt.time, zones: Sequence[str]) -> None:
    for name in zones:
        zone = ZoneInfo(name)
        after, days = start_of(FIRST, zone), []
        while len(days) < DAYS:
            day, due = next_occurrence(time, EVERY_DAY, zone, after=after, first_day=FIRST)
            assert due > after
            assert_right_moment(day, time, due, zone)
            days.append(day)
            after = due
        assert days == [FIRST + dt.timedelta(days=offset) for offset in range(DAYS)], name


@given(
    name=st.sampled_from(ZONES),
    time=st.times().map(lambda value: value.replace(second=0, microsecond=0, tzinfo=None)),
    weekdays=st.integers(1, EVERY_DAY),
    pauses=st.lists(st.integers(1, 5 * 86_400), min_size=1, max_size=40),
    start=st.integers(0, 700),
)
@settings(deadline=None, max_examples=300)
def test_however_seldom_the_clock_ticks_each_chosen_date_is_taken_once_and_in_order(
    name: str, time: dt.time, weekdays: int, pauses: list[int], start: int
) -> None:
    zone = ZoneInfo(name)
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=start)
    next_on, next_run_at = next_occurrence(time, weekdays, zone, after=now)
    began, taken = next_on, []
    for pause in pauses:
        now += dt.timedelta(seconds=pause)
        if next_run_at > now:
            continue
        found = dates_due(time, weekdays, zone, next_on=next_on, next_run_at=next_run_at, now=now)
        assert all(due <= now for _, due in found)
        taken += [day for day, _ in found]
        next_on, next_run_at = next_occurrence(
            time, weekdays, zone, after=now, first_day=found[-1][0] + dt.timedelta(days=1)
        )
        assert next_run_at > now
    wanted, day = [], began
    while day < next_on:
        if weekdays >> day.weekday() & 1:
            wanted.append(day)
        day += dt.timedelta(days=1)
    assert taken == wanted


def test_a_date_that_a_zone_left_out_gets_nothing() -> None:
    zone = ZoneInfo("Pacific/Apia")
    after = dt.datetime(2011, 12, 29, 20, tzinfo=dt.UTC)
    day, due = next_occurrence(dt.time(8), EVERY_DAY, zone, after=after)
    assert (day, local_day(due, zone)) == (dt.date(2011, 12, 31), dt.date(2011, 12, 31))


def test_no_weekday_is_an_error() -> None:
    with pytest.raises(ValueError, match="no weekday"):
        next_occurrence(dt.time(8), 0, ZoneInfo("UTC"), after=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

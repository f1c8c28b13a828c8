"""Zones: exactly one instant for every date in every zone, in order, and at the clock time that was asked for."""

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.local_time import instant_at, local_day
from tests.tables import for_every

ZONES = sorted(name for name in available_timezones() if "/" in name)
BERLIN = ZoneInfo("Europe/Berlin")


@settings(max_examples=300, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)),
    time=st.times().map(lambda t: t.replace(microsecond=0)),
)
def test_each_day_has_its_instant_and_the_next_days_comes_later(
    zone: str, day: dt.date, time: dt.time
) -> None:
    place = ZoneInfo(zone)
    instant = instant_at(day, time, place)
    local = instant.astimezone(place)
    wanted = dt.datetime.combine(day, time)
    assert instant.tzinfo is dt.UTC
    # At the time asked for, or, where the clock jumped over it, at the first moment after the gap.
    assert local.replace(tzinfo=None) == wanted or dt.timedelta(0) < local.replace(
        tzinfo=None
    ) - wanted <= dt.timedelta(hours=25)
    assert instant < instant_at(day + dt.timedelta(days=2), time, place)


@for_every(
    ("day", "time", "zone", "utc"),
    [
        (dt.date(2027, 3, 28), dt.time(2, 30), "Europe/Berlin", "2027-03-28T01:00"),  # 02:00 becomes 03:00
        (
            dt.date(2026, 10, 25),
            dt.time(2, 30),
            "Europe/Berlin",
            "2026-10-25T00:30",
        ),  # comes twice: the first
        (dt.date(2027, 4, 30), dt.time(0, 15), "Africa/Cairo", "2027-04-29T22:00"),  # the day begins at 01:00
        (dt.date(2026, 11, 23), dt.time(8, 0), "Asia/Kathmandu", "2026-11-23T02:15"),
    ],
)
def test_the_days_on_which_the_clock_is_changed(day: dt.date, time: dt.time, zone: str, utc: str) -> None:
    assert instant_at(day, time, ZoneInfo(zone)) == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


def test_a_local_day_is_the_calendars_and_not_utcs() -> None:
    late = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    assert local_day(late, BERLIN) == dt.date(2026, 11, 24)
    assert local_day(late, ZoneInfo("America/New_York")) == dt.date(2026, 11, 23)

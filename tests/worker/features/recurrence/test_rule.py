"""The next day of a series, and when it begins: by local time, around clock changes."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.tables import for_every
from worker.features.recurrence.rule import begins_at, date_after_completion, day_begun

FIRST = dt.date(2026, 11, 25)  # a Wednesday
BERLIN = ZoneInfo("Europe/Berlin")


@for_every(
    ("rule", "time", "on_date", "over_at", "following"),
    [
        ("FREQ=DAILY", None, "2026-11-25", "2026-11-25 22:00", "2026-11-26"),
        ("FREQ=DAILY", None, "2026-11-25", "2026-11-26 00:20", "2026-11-26"),
        ("FREQ=DAILY", "18:00", "2026-11-25", "2026-11-26 00:20", "2026-11-26"),
        ("FREQ=DAILY", "18:00", "2026-11-25", "2026-11-26 18:00", "2026-11-27"),
        ("FREQ=DAILY", "18:00", "2026-11-25", "2026-11-24 09:00", "2026-11-26"),
        ("FREQ=DAILY", None, "2026-11-25", "2026-11-29 09:00", "2026-11-29"),
        ("FREQ=DAILY", "08:00", "2026-11-25", "2026-11-29 09:00", "2026-11-30"),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=2", None, "2026-11-25", "2026-11-25 12:00", "2026-12-02"),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=2", None, "2026-12-02", "2026-12-02 12:00", None),
        ("FREQ=YEARLY;BYDAY=4TH;BYMONTH=11", None, "2026-11-26", "2026-11-26 12:00", "2027-11-25"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", None, "2026-11-30", "2026-11-30 12:00", "2026-12-31"),
    ],
)
def test_the_next_day_is_the_first_that_is_not_past(
    rule: str, time: str | None, on_date: str, over_at: str, following: str | None
) -> None:
    found = date_after_completion(
        rule,
        FIRST,
        dt.date.fromisoformat(on_date),
        dt.datetime.fromisoformat(over_at).replace(tzinfo=BERLIN),
        dt.time.fromisoformat(time) if time else None,
        BERLIN,
    )
    assert (found and str(found)) == following


def test_the_night_belongs_to_the_day_before_but_for_what_is_set_in_it() -> None:
    assert begins_at(FIRST, None, BERLIN) == dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
    assert begins_at(FIRST, dt.time(18), BERLIN) == dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
    assert begins_at(FIRST, dt.time(2), BERLIN) == dt.datetime(2026, 11, 24, 23, tzinfo=dt.UTC)


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Santiago"]),
    st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)),
    st.sampled_from([None, dt.time(2, 30), dt.time(18)]),
)  # fmt: skip
def test_a_day_has_begun_from_its_beginning_on_and_not_before(
    zone_name: str, day: dt.date, time: dt.time | None
) -> None:
    zone, second = ZoneInfo(zone_name), dt.timedelta(seconds=1)
    start = begins_at(day, time, zone)
    assert day_begun(start, time, zone) == day
    assert day_begun(start - second, time, zone) == day - dt.timedelta(days=1)

"""The next day of a series: counted from its first, and always after the day that is over."""

import datetime as dt

from tests.tables import for_every
from worker.features.recurrence.rule import date_after_completion

FIRST = dt.date(2026, 11, 25)  # a Wednesday


@for_every(
    ("rule", "over_on", "following"),
    [
        ("FREQ=DAILY", "2026-11-25", "2026-11-26"),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=2", "2026-11-25", "2026-12-02"),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=2", "2026-12-02", None),
        ("FREQ=HOURLY;INTERVAL=5", "2026-11-25", "2026-11-26"),
        ("FREQ=HOURLY;INTERVAL=5", "2026-11-28", "2026-11-29"),
        ("FREQ=HOURLY;INTERVAL=2;COUNT=2", "2026-11-25", None),
        ("FREQ=YEARLY;BYDAY=4TH;BYMONTH=11", "2026-11-26", "2027-11-25"),
    ],
)
def test_the_next_day_is_after_the_one_that_is_over(rule: str, over_on: str, following: str | None) -> None:
    found = date_after_completion(rule, FIRST, FIRST, dt.date.fromisoformat(over_on))
    assert (found and str(found)) == following

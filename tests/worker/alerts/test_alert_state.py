"""When the owner hears of a problem: at once, once a day at most while it lasts, again when it comes back for real."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.health.trouble import Trouble
from models.health.verdict import disk_trouble
from models.tables.alert import Alert
from worker.alerts.alert_state import REMIND_AFTER, REOPEN_WITHIN, next_alert_step

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DISK = Trouble("disk", {"percent": 7})


def played(looks: list[tuple[int, bool]]) -> tuple[list[dt.datetime], Alert | None, list[dt.datetime]]:
    """Looks as (minutes since the look before, whether the problem is there): when it was told, the row, its ends."""
    now, row, told, ends = NOON, None, [], []
    for minutes, there in looks:
        now += dt.timedelta(minutes=minutes)
        step = next_alert_step(row, DISK if there else None, now)
        if step is not None:
            row = step.row
            told += [now] if step.notify else []
            ends += [now] if step.resolved else []
    return told, row, ends


def test_a_trouble_is_told_once_however_often_it_is_seen() -> None:
    told, _, ends = played([(0, True), *[(1, True)] * 500])
    assert (told, ends) == ([NOON], [])


def test_after_a_day_the_same_trouble_is_told_again() -> None:
    told, _, _ = played([(0, True), *[(10, True)] * 150])
    assert told == [NOON, NOON + REMIND_AFTER]


def test_what_flickers_is_told_once() -> None:
    told, _, _ = played([(0, True), *[(5, False), (5, True)] * 60])
    assert told == [NOON]


def test_what_was_over_for_long_is_new_when_it_is_back() -> None:
    told, row, ends = played([(0, True), (5, False), (120, True)])
    assert told == [NOON, NOON + dt.timedelta(minutes=125)]
    assert ends == [NOON + dt.timedelta(minutes=5)]
    assert row is not None
    assert row.since == told[1]


def test_what_may_stay_for_good_is_said_again_only_when_it_grows() -> None:
    row, told = None, []
    for day, count in enumerate([1, 1, 1, 2, 2, 1, 2]):
        step = next_alert_step(row, Trouble("unreached", {"count": count}), NOON + dt.timedelta(days=day))
        assert step is not None
        row = step.row
        told += [day] if step.notify else []
    assert told == [0, 3, 6]


def test_where_nothing_was_and_nothing_is_there_is_no_row() -> None:
    assert played([(0, False), (60, False)]) == ([], None, [])


@given(st.lists(st.tuples(st.integers(1, 2000), st.booleans()), max_size=60))
def test_two_messages_are_a_day_apart_or_an_hour_of_quiet_lies_between(looks: list[tuple[int, bool]]) -> None:
    told, row, ends = played(looks)
    for earlier, later in pairwise(told):
        quiet = [end for end in ends if earlier <= end <= later - REOPEN_WITHIN]
        assert later - earlier >= REMIND_AFTER or quiet
    assert bool(told) == any(there for _, there in looks)
    assert (row is not None and row.over_at is None) == bool(looks and looks[-1][1])


def test_a_disk_with_a_tenth_left_is_no_trouble() -> None:
    assert list(disk_trouble(free=10_000_000_000, total=100_000_000_000)) == []
    assert list(disk_trouble(free=9_900_000_000, total=100_000_000_000)) == [
        Trouble("disk", {"free_gb": 9.9, "percent": 9})
    ]

"""Which backups are kept: days of a week, weeks of a month, always the newest, and no other files are named."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from ops.backup.retention import backup_file_name, backup_time, select_kept_backups

instants = st.integers(1_704_067_200, 1_890_000_000).map(
    lambda second: dt.datetime.fromtimestamp(second, dt.UTC)
)


def nightly(nights: int) -> list[str]:
    last = dt.datetime(2026, 11, 22, 3, 10, tzinfo=dt.UTC)
    return [backup_file_name(last - dt.timedelta(days=back), encrypted=False) for back in range(nights)]


def test_after_two_months_there_are_seven_days_and_four_weeks() -> None:
    stay = select_kept_backups(nightly(60), days=7, weeks=4)
    days = {when.date() for name in stay if (when := backup_time(name))}
    assert days == {dt.date(2026, 11, day) for day in (16, 17, 18, 19, 20, 21, 22)} | {
        dt.date(2026, 11, 15),
        dt.date(2026, 11, 8),
        dt.date(2026, 11, 1),
    }


def test_a_second_backup_of_a_day_takes_the_first_one_s_place() -> None:
    noon = backup_file_name(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), encrypted=True)
    stay = select_kept_backups([*nightly(3), noon], days=7, weeks=4)
    assert noon in stay
    assert nightly(1)[0] not in stay


@given(st.lists(instants, min_size=1), st.integers(1, 10), st.integers(0, 6))
def test_the_newest_stays_and_no_more_than_was_asked_for(
    when: list[dt.datetime], days: int, weeks: int
) -> None:
    names = [backup_file_name(one, encrypted=False) for one in when]
    stay = select_kept_backups([*names, "notes.txt", "planner-x.dump.draft"], days, weeks)
    assert backup_file_name(max(when), encrypted=False) in stay
    assert len(stay) <= days + weeks
    assert stay <= set(names)


@given(st.lists(instants, min_size=1), instants)
def test_a_night_later_nothing_is_missed_that_a_month_needs(
    when: list[dt.datetime], later: dt.datetime
) -> None:
    """Dropping after each backup keeps the same as dropping once at the end."""
    names = sorted(backup_file_name(one, encrypted=False) for one in {*when, later})
    step_by_step: set[str] = set()
    for name in names:
        step_by_step = select_kept_backups(step_by_step | {name}, 7, 4)
    assert step_by_step == select_kept_backups(names, 7, 4)


@given(instants, st.booleans())
def test_a_name_says_when_it_was_taken(when: dt.datetime, encrypted: bool) -> None:
    assert backup_time(backup_file_name(when, encrypted=encrypted)) == when

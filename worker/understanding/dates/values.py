"""The values that pass between the rules: a day, a clock time, an amount of time, a repetition."""

import datetime as dt
from typing import Literal, NamedTuple

Part = Literal["morning", "lunch", "afternoon", "evening", "night"]

# Convention 12: the clock time a part of the day stands for.
PART_TIMES: dict[str, dt.time] = {
    "morning": dt.time(9),
    "lunch": dt.time(13),
    "afternoon": dt.time(14),
    "evening": dt.time(18),
    "night": dt.time(22),
}


class Day(NamedTuple):
    """A resolved local date; `sure` is False when the words allow another day; `period` for a whole week or month."""

    date: dt.date
    past: bool = False
    sure: bool = True
    period: bool = False
    background: bool = False


class Clock(NamedTuple):
    """A clock time. `bare`: an hour from 1 to 12 that a part of the day may still move; `part`: said as that part;
    `midnight`: the end of a named day, not its beginning; `by`: the words make it a deadline («к обеду»)."""

    time: dt.time
    bare: bool = False
    part: Part | None = None
    midnight: bool = False
    sure: bool = True
    by: bool = False


class Amount(NamedTuple):
    """An amount of time: calendar months and days, elapsed minutes, and the minutes of work it stands for."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    work: int = 0
    sure: bool = True

    @property
    def lead(self) -> int:
        """Calendar minutes, as a reminder counts them (a day is 1,440, a month 30 days)."""
        return self.months * 43_200 + self.days * 1_440 + self.minutes

    @property
    def elapsed(self) -> bool:
        """Whether it counts in minutes and hours only."""
        return not self.months and not self.days


class Repeat(NamedTuple):
    """A repetition in parts of an RRULE, with its first day or clock time when said; freq None: not expressible."""

    freq: str | None
    interval: int = 1
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    bymonth: int | None = None
    bysetpos: int | None = None
    until: dt.date | None = None
    repeats: int | None = None
    start: dt.date | None = None
    clock: Clock | None = None
    sure: bool = True
    by: bool = False  # said as a deadline: "every Friday by noon"


_WORK_MINUTES = {"minute": 1, "hour": 60, "day": 480, "week": 2_400, "fortnight": 4_800, "month": 9_600}
_MONTHS = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MINUTES = {"minute": 1, "hour": 60}


def amount(count: float, unit: str) -> Amount:
    """So many units; a fraction of a month becomes days of 30, a fraction of a day becomes hours."""
    work = round(count * _WORK_MINUTES.get(unit, 9_600 * _MONTHS.get(unit, 1)))
    if unit in _MONTHS:
        months = count * _MONTHS[unit]
        return Amount(int(months), round((months - int(months)) * 30), 0, work)
    if unit in _DAYS:
        days = count * _DAYS[unit]
        return Amount(0, int(days), round((days - int(days)) * 1_440), work)
    return Amount(0, 0, round(count * _MINUTES[unit]), work)


def added(first: Amount, second: Amount) -> Amount:
    """Both together."""
    return Amount(
        first.months + second.months,
        first.days + second.days,
        first.minutes + second.minutes,
        first.work + second.work,
        first.sure and second.sure,
    )


def clock_of(hour: int, minute: int = 0, *, literal: bool = False) -> Clock | None:
    """An hour as said: by convention 14 a bare 1 to 6 is in the afternoon; `literal` keeps a 24-hour time.

    None when there is no such time."""
    if hour == 24 and minute == 0:
        return Clock(dt.time(0), midnight=True)
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        return None
    if literal or hour == 0 or hour > 12:
        return Clock(dt.time(hour, minute))
    return Clock(dt.time(hour + 12 if hour <= 6 else hour, minute), bare=True)


def in_part(clock: Clock, part: str) -> Clock:
    """A bare hour moved into a part of the day ("at 8" in the evening is 20:00); any other time unchanged."""
    if not clock.bare:
        return clock._replace(sure=clock.sure)
    hour = clock.time.hour % 12
    late = {"morning": False, "lunch": True, "afternoon": True, "evening": True, "night": hour >= 6}[part]
    if hour == 0 and part in ("evening", "night"):
        return Clock(dt.time(0, clock.time.minute), midnight=True)
    if hour == 0 and part == "morning":
        return Clock(dt.time(0, clock.time.minute))
    return Clock(clock.time.replace(hour=hour + 12 if late else hour))


def meridiem(hour: int, minute: int, half: str) -> Clock | None:
    """A time with am or pm (12 am is midnight); an hour above 12 keeps its 24-hour meaning."""
    if not (0 <= minute <= 59 and 0 <= hour <= 23):
        return None
    if hour > 12:
        return Clock(dt.time(hour, minute))
    return Clock(dt.time(hour % 12 + (12 if half == "pm" else 0), minute))


def span_minutes(start: dt.time, end: dt.time) -> int:
    """Minutes from one clock time to the next occurrence of the other (over midnight when it is earlier)."""
    return (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % 1_440

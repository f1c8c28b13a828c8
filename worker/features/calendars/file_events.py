"""The events of a calendar file that somebody sent, as the tasks they would become."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from worker.features.calendars.busy_times import Window, occurrences_of, series_of
from worker.features.calendars.ics_extract import IcsExtract, extract
from worker.understanding.llm.quoted_text import one_line
from worker.understanding.llm.rrule_check import checked_rule

MOST_OFFERED, LONGEST_TITLE = 12, 200
_AHEAD = dt.timedelta(days=400)
_CALLS_PER_SERIES, _CALLS_IN_ALL = 300_000, 3_000_000
_DAY_MINUTES = 24 * 60
# Rules that our series count otherwise, or cannot hold.
_UNFIT = re.compile(r"BYHOUR|BYMINUTE|BYSECOND|BYWEEKNO|BYYEARDAY|BYSETPOS|RSCALE|WKST=(?!MO)", re.IGNORECASE)
_LATE_DAY = re.compile(r"BYMONTHDAY=[^;]*(?:29|30|31|-)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileEvent:
    """An event: on a local day, at an instant (UTC) unless it fills the day, how long (minutes, None where unknown).

    `rule` repeats it from that day on; `repeats_otherwise` says that it repeats by a rule that a series cannot follow.
    """

    title: str
    on: dt.date
    at: dt.datetime | None = None
    minutes: int | None = None
    rule: str | None = None
    repeats_otherwise: bool = False

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        at = None if self.at is None else self.at.isoformat()
        return {
            "title": self.title,
            "on": self.on.isoformat(),
            "at": at,
            "minutes": self.minutes,
            "rule": self.rule,
            "repeats_otherwise": self.repeats_otherwise,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "FileEvent":
        """From what `to_json` gave."""
        at = None if stored["at"] is None else dt.datetime.fromisoformat(stored["at"])
        return cls(**{**stored, "on": dt.date.fromisoformat(stored["on"]), "at": at})


@dataclass(frozen=True, slots=True)
class FileEvents:
    """The coming events, the earliest first and at most 12, and how many more there are that are not offered."""

    events: tuple[FileEvent, ...]
    not_offered: int


def read_file_events(body: bytes, zone: ZoneInfo, now: dt.datetime) -> FileEvents | None:
    """What a file holds from now on, in the reader's zone; None for what is no calendar. Pure and long: for a thread."""
    window = Window(now, now + _AHEAD, zone)
    found = extract(body.decode("utf-8-sig", errors="replace"), now.date(), window.ends_at.date())
    if found is None:
        return None
    events: list[FileEvent] = []
    calls = _CALLS_IN_ALL
    for series in series_of(found):
        event = _coming(series, found, window, min(calls, _CALLS_PER_SERIES)) if calls > 0 else None
        if event is None:
            calls -= _CALLS_PER_SERIES // 10
            found.left_out += 1
        else:
            events.append(event)
    events.sort(key=lambda event: (event.on, event.at or now, event.title))
    kept = events[:MOST_OFFERED]
    return FileEvents(tuple(kept), found.left_out + len(events) - len(kept))


def _coming(series: Sequence[Any], found: IcsExtract, window: Window, most_calls: int) -> FileEvent | None:
    """The first occurrence that is not over, with its rule; None where there is none, or it is called off."""
    occurrences = occurrences_of(series, found, window, most_calls) or []
    standing = [each for each in occurrences if str(each.get("STATUS", "")).upper() != "CANCELLED"]
    dated = [event for each in standing if (event := _dated(each, window.zone)) is not None]
    later = [event for event in dated if event.at is None or event.at >= window.starts_at]
    if not later:
        return None
    first = min(later, key=lambda event: (event.on, event.at or window.starts_at))
    if len(series) == 1 and not any(name in series[0] for name in ("RRULE", "RDATE")):
        return first
    rule = _fitting_rule(series, first, window.zone)
    return FileEvent(first.title, first.on, first.at, first.minutes, rule, repeats_otherwise=rule is None)


def _dated(event: Any, zone: ZoneInfo) -> FileEvent | None:
    starts, ends = getattr(event.get("DTSTART"), "dt", None), getattr(event.get("DTEND"), "dt", None)
    title = one_line(str(event.get("SUMMARY", "")), LONGEST_TITLE).strip()
    if not title or not isinstance(starts, dt.date):
        return None
    if not isinstance(starts, dt.datetime):
        return FileEvent(title, starts)
    local = starts.replace(tzinfo=zone) if starts.tzinfo is None else starts.astimezone(zone)
    minutes = round((ends - starts).total_seconds() / 60) if isinstance(ends, dt.datetime) else 0
    length = minutes if 0 < minutes < _DAY_MINUTES else None
    return FileEvent(title, local.date(), local.astimezone(dt.UTC), length)


def _fitting_rule(series: Sequence[Any], first: FileEvent, zone: ZoneInfo) -> str | None:
    """The rule, where a series of ours gives the same days from the first occurrence on; None where it does not."""
    [*rest] = series[1:]
    master = series[0]
    rule, start = master.get("RRULE"), getattr(master.get("DTSTART"), "dt", None)
    if (
        rest
        or rule is None
        or isinstance(rule, list)
        or "RDATE" in master
        or "EXDATE" in master
        or start is None
    ):
        return None
    said = rule.to_ical().decode("utf-8", "replace")
    begins = start.date() if isinstance(start, dt.datetime) else start
    moved = (
        isinstance(start, dt.datetime)
        and start.tzinfo is not None
        and start.astimezone(zone).date() != begins
    )
    begun = "COUNT=" in said.upper() and begins != first.on
    late = _LATE_DAY.search(said) or (
        re.search("FREQ=(?:MONTHLY|YEARLY)", said, re.IGNORECASE) and begins.day > 28
    )
    return None if moved or begun or late or _UNFIT.search(said) else checked_rule(said)

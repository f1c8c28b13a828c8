"""The part of a calendar file that matters within some weeks: a file of years is cut before it becomes objects."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# What is read of an event; descriptions, alarms and attachments are left out.
_KEPT = frozenset({
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SUMMARY", "STATUS", "TRANSP",
    "SEQUENCE", "ATTENDEE", "X-MICROSOFT-CDO-BUSYSTATUS",
})  # fmt: skip
_REPEATS = frozenset({"RRULE", "RDATE", "RECURRENCE-ID"})
_DATE = re.compile(r":(\d{8})")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_LONGEST_LINE, _MOST_ATTENDEES = 20_000, 300
MOST_EVENTS, _MOST_ZONES = 3_000, 100


@dataclass(slots=True)
class IcsExtract:
    """The zones (lines), the events that matter (lines of each), and how many more there were than are read."""

    name: str = ""
    zone: str = ""
    zones: list[str] = field(default_factory=list)
    events: list[list[str]] = field(default_factory=list)
    left_out: int = 0


def extract(text: str, first: dt.date, last: dt.date) -> IcsExtract | None:
    """What a file has that may be within the days; None for what is no calendar. One pass, linear."""
    found, lines = IcsExtract(), _unfolded(text)
    if next(lines, "").strip().upper() != "BEGIN:VCALENDAR":
        return None
    days = (f"{first - dt.timedelta(days=31):%Y%m%d}", f"{last:%Y%m%d}")
    for line in lines:
        upper = line[:40].upper()
        if upper.startswith("BEGIN:VEVENT"):
            _take_event(found, lines, days)
        elif upper.startswith("BEGIN:VTIMEZONE"):
            _take_zone(found, lines)
        elif upper.startswith("X-WR-CALNAME"):
            found.name = line.partition(":")[2][:200].strip()
        elif upper.startswith("X-WR-TIMEZONE"):
            found.zone = line.partition(":")[2][:100].strip()
    return found


def _unfolded(text: str) -> Iterator[str]:
    """The logical lines; the ends of very long ones are cut, and such an event is not read."""
    parts: list[str] = []
    size = 0
    for raw in text.splitlines():
        if raw[:1] in (" ", "\t") and parts:
            if size <= _LONGEST_LINE:
                parts.append(raw[1:])
                size += len(raw)
            continue
        if parts:
            yield "".join(parts)
        parts, size = ([raw], len(raw)) if raw else ([], 0)
    if parts:
        yield "".join(parts)


def _take_event(found: IcsExtract, lines: Iterator[str], days: tuple[str, str]) -> None:
    kept: list[str] = []
    nested = attendees = 0
    readable = True
    for line in lines:
        upper = line[:40].upper()
        if upper.startswith("END:VEVENT"):
            break
        nested += upper.startswith("BEGIN:") - upper.startswith("END:")
        named = _NAME.match(line)
        name = named[0].upper() if named and not nested else ""
        attendees += name == "ATTENDEE"
        if name in _KEPT and attendees <= _MOST_ATTENDEES:
            readable = readable and (len(line) <= _LONGEST_LINE or name == "SUMMARY")
            kept.append(line[:_LONGEST_LINE])
    if not _matters(kept, days):
        return
    if readable and len(found.events) < MOST_EVENTS:
        found.events.append(kept)
    else:
        found.left_out += 1


def _matters(kept: list[str], days: tuple[str, str]) -> bool:
    """Whether an event repeats, or begins or ends within the days."""
    names = {line[: len(found[0])].upper() for line in kept if (found := _NAME.match(line))}
    if names & _REPEATS:
        return True
    dates = [at[1] for line in kept if line[:2].upper() == "DT" and (at := _DATE.search(line))]
    return bool(dates) and min(dates) <= days[1] and max(dates) >= days[0]


def _take_zone(found: IcsExtract, lines: Iterator[str]) -> None:
    zone = ["BEGIN:VTIMEZONE"]
    for line in lines:
        zone.append(line)
        if line[:40].upper().startswith("END:VTIMEZONE"):
            break
    if (
        len(zone) <= 400
        and sum(map(len, zone)) <= _LONGEST_LINE
        and found.zones.count("BEGIN:VTIMEZONE") < _MOST_ZONES
    ):
        found.zones += zone

"""The busy times of a calendar file: recurrences expanded, exceptions respected, bounded whatever the file asks for."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from worker.features.calendars.ics_extract import IcsExtract, extract
from worker.features.calendars.step_limit import TooMuchWorkError, at_most_calls
from worker.understanding.llm.quoted_text import one_line

MOST_TIMES, LONGEST_TITLE = 2_000, 200
# Calls of functions: a usual series takes some thousands, all of a usual calendar some hundred thousand.
_CALLS_FOR_READING, _CALLS_PER_SERIES, _CALLS_IN_ALL = 6_000_000, 400_000, 6_000_000
# A calendar has no busy time of seconds; rules by the hour and below are refused before anything is computed.
_REFUSED_RULE = re.compile(
    r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)|INTERVAL=0*(?:;|$)|BYSECOND=[^;]*,", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}\.\w{2,20}")


@dataclass(frozen=True, slots=True, order=True)
class BusyTime:
    """A time of a calendar, from instant to instant (UTC), with the event's title; an event of whole days, which takes no
    time, from midnight to midnight of the reader."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str = ""
    takes_time: bool = True


@dataclass(frozen=True, slots=True)
class ReadCalendar:
    """A calendar's name and times, those of whole days among them, and how many of its events were not read."""

    name: str
    times: tuple[BusyTime, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when busy times are wanted (instants), and the zone of times that name none."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: ZoneInfo


def read_busy_times(body: bytes, window: Window, address: str = "") -> ReadCalendar | None:
    """The busy times of a file within a window; None for what is no calendar. Pure and long: for a thread.

    Events of whole days take no time, and are there to be shown. Free ones with a clock time (TRANSP, Outlook's FREE),
    cancelled ones and those that the calendar's owner declined are none. The owner is known by a mail address in the calendar's name or `address`, or is the only one invited.
    """
    text = body.decode("utf-8-sig", errors="replace")
    found = extract(text, window.starts_at.date(), window.ends_at.date())
    if found is None:
        return None
    owners = frozenset(mail.lower() for mail in _MAIL.findall(f"{found.name} {unquote(address)}"))
    times: set[BusyTime] = set()
    left_out = found.left_out
    calls = _CALLS_IN_ALL
    for series in series_of(found):
        most = min(_CALLS_PER_SERIES, calls)
        occurrences = occurrences_of(series, found, window, most) if most > 0 else None
        if occurrences is None:
            left_out += 1
            calls -= most
            continue
        times.update(time for event in occurrences if (time := _busy_time(event, owners, window)) is not None)
    # What takes time is kept first.
    kept = sorted(times, key=lambda time: (not time.takes_time, time))
    return ReadCalendar(
        found.name, tuple(sorted(kept[:MOST_TIMES])), left_out + max(0, len(kept) - MOST_TIMES)
    )


def series_of(found: IcsExtract) -> list[list[Any]]:
    """The events that belong together by their UID, as components with their zones; broken ones are left out."""
    from icalendar import Calendar

    if not found.events:
        return []
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *found.zones]
    for kept in found.events:
        lines += ["BEGIN:VEVENT", *kept, "END:VEVENT"]
    lines.append("END:VCALENDAR")
    try:
        with at_most_calls(_CALLS_FOR_READING):
            calendar = Calendar.from_ical("\r\n".join(lines) + "\r\n")
    except (TooMuchWorkError, ValueError, LookupError, TypeError, ArithmeticError):
        found.left_out += len(found.events)
        return []
    series: dict[str, list[Any]] = {}
    for place, event in enumerate(calendar.walk("VEVENT")):
        series.setdefault(str(event.get("UID") or place), []).append(event)
    return list(series.values())


def occurrences_of(
    series: Sequence[Any], found: IcsExtract, window: Window, most_calls: int
) -> list[Any] | None:
    """The occurrences of one UID's events within a window; None where its rules ask for too much or are broken."""
    import recurring_ical_events
    from icalendar import Calendar

    if any(_REFUSED_RULE.search(rule) for event in series for rule in _rules(event)):
        return None
    calendar = Calendar()
    if found.zone:
        calendar.add("X-WR-TIMEZONE", found.zone)
    for event in series:
        calendar.add_component(event)
    try:
        with at_most_calls(most_calls):
            return list(recurring_ical_events.of(calendar).between(window.starts_at, window.ends_at))
    except (TooMuchWorkError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError):
        return None


def _rules(event: Any) -> Iterator[str]:
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules is not None else []:
        yield rule.to_ical().decode("utf-8", "replace")


def _busy_time(event: Any, owners: frozenset[str], window: Window) -> BusyTime | None:
    starts, ends = getattr(event.get("DTSTART"), "dt", None), getattr(event.get("DTEND"), "dt", None)
    if not isinstance(starts, dt.date) or not isinstance(ends, dt.date):
        return None
    timed = isinstance(starts, dt.datetime) and isinstance(ends, dt.datetime)
    if _is_cancelled(event) or (timed and _takes_no_time(event)) or _is_declined(event, owners):
        return None
    begins, over = _instant(starts, window.zone), _instant(ends, window.zone)
    if over <= begins or over <= window.starts_at or begins >= window.ends_at:
        return None
    return BusyTime(begins, over, one_line(str(event.get("SUMMARY", "")), LONGEST_TITLE), timed)


def _instant(at: dt.date, zone: ZoneInfo) -> dt.datetime:
    """A time of a file, or the beginning of a day, as an instant (UTC); without a zone it is meant where the reader is."""
    if not isinstance(at, dt.datetime):
        at = dt.datetime.combine(at, dt.time(), zone)
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(dt.UTC)


def _is_cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _takes_no_time(event: Any) -> bool:
    shown_as = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    transparent = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return transparent or shown_as in ("FREE", "WORKINGELSEWHERE")


def _is_declined(event: Any, owners: frozenset[str]) -> bool:
    invited = event.get("ATTENDEE", [])
    people = invited if isinstance(invited, list) else [invited]
    mine = [p for p in people if str(p).lower().removeprefix("mailto:") in owners] or people[
        : len(people) == 1
    ]
    return bool(mine) and all(str(p.params.get("PARTSTAT", "")).upper() == "DECLINED" for p in mine)

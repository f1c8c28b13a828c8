"""A calendar file (RFC 5545) from its entries: the same entries give the same bytes."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from worker.features.calendars.feed_event import FeedEvent

# Programs that follow the file's own wish look again this often.
_REFRESH = dt.timedelta(minutes=30)
_END = b"END:VCALENDAR"
# Characters that RFC 5545 allows in no text.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def write_ics(name: str, events: Iterable[FeedEvent]) -> bytes:
    """The file of these entries under a calendar's `name`. All times are in UTC, so it needs no time zones.

    Each entry is written by itself: ten thousand of them as objects would take 100 MB.
    """
    head, end = _empty_calendar(name).split(_END)
    return head + b"".join(_component(event).to_ical(sorted=False) for event in events) + _END + end


def _empty_calendar(name: str) -> bytes:
    from icalendar import Calendar, vDuration

    calendar = Calendar()
    calendar.add("prodid", "-//Business Planner//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _plain(name))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    return bytes(calendar.to_ical(sorted=False))


def _component(event: FeedEvent) -> Any:
    from icalendar import Event

    made = Event()
    made.add("uid", event.uid)
    made.add("dtstamp", event.changed_at)
    made.add("last-modified", event.changed_at)
    made.add("sequence", event.sequence)
    made.add("dtstart", event.starts)
    if not isinstance(event.starts, dt.datetime):
        made.add("dtend", event.starts + dt.timedelta(days=1))
    elif event.ends is not None:
        made.add("dtend", event.ends)
    made.add("summary", _plain(event.summary))
    for key, value in (("description", event.description), ("categories", event.category)):
        if value:
            made.add(key, _plain(value) if key == "description" else [_plain(value)])
    made.add("status", "TENTATIVE" if event.tentative else "CONFIRMED")
    made.add("transp", "OPAQUE" if event.busy else "TRANSPARENT")
    return made


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)

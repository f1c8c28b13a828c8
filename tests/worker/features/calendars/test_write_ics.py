"""Two parsers that know nothing of each other read the same out of what we write, whatever a title holds."""

import datetime as dt
from typing import Any

import icalendar
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.features.calendars.feed_event import FeedEvent
from worker.features.calendars.write_ics import write_ics

NOW = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.sampled_from(",;:\\\"'nN«»—🎂"), min_size=1).filter(str.strip)  # fmt: skip


def event(summary: str, **fields: Any) -> FeedEvent:
    return FeedEvent(
        **{"uid": "task-1@planner", "summary": summary, "starts": NOW, "changed_at": NOW, **fields}
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3), TEXT)
def test_any_title_comes_back_as_it_was(titles: list[str], category: str) -> None:
    file = write_ics(
        "Planner; a, b", [event(title, description=title, category=category) for title in titles]
    )
    first = icalendar.Calendar.from_ical(file).events
    second = vobject.readOne(file.decode()).contents["vevent"]
    assert [str(e["summary"]) for e in first] == titles
    assert [e.summary.value for e in second] == titles
    assert [str(e["description"]) for e in first] == [e.description.value for e in second] == titles
    assert [e.categories.value for e in second] == [[category]] * len(titles)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))


def test_characters_that_no_text_may_hold_become_spaces() -> None:
    [made] = icalendar.Calendar.from_ical(write_ics("x", [event("a\x00b\x1fc\rEND:VCALENDAR")])).events
    assert made["summary"] == "a b c END:VCALENDAR"
    lines = write_ics("x", [event("one\r\nBEGIN:VEVENT\nUID:2")]).split(b"\r\n")
    assert lines.count(b"BEGIN:VEVENT") == 1


def test_the_same_entries_give_the_same_bytes_and_times_are_in_utc() -> None:
    events = [
        event("a", ends=NOW + dt.timedelta(hours=1)),
        event("b", starts=NOW.date(), busy=True, tentative=True),
    ]
    assert write_ics("x", events) == write_ics("x", list(events))
    lines = write_ics("x", events).decode().splitlines()
    assert {"DTSTART:20261130T090000Z", "DTEND:20261130T100000Z", "DTSTART;VALUE=DATE:20261130"} <= set(lines)
    assert {"DTEND;VALUE=DATE:20261201", "TRANSP:OPAQUE", "TRANSP:TRANSPARENT", "STATUS:TENTATIVE"} <= set(
        lines
    )

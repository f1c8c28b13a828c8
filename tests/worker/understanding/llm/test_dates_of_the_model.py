"""A date is never taken on trust: the calendar reads the quoted words, the model's own date is compared."""

import datetime as dt
from collections.abc import Callable

import pytest

from worker.understanding.context import Message
from worker.understanding.intents import Due
from worker.understanding.llm.date_check import DueReader
from worker.understanding.llm.schema import SaidDue

Say = Callable[..., Message]


def said(words: str | None, date: str | None = None, time: str | None = None) -> SaidDue:
    return SaidDue(words=words, date=date, time=time)


def due(text: str) -> Due:
    date, _, time = text.partition(" ")
    return Due(date=dt.date.fromisoformat(date), time=dt.time.fromisoformat(time) if time else None)


@pytest.mark.parametrize(
    ("message", "words", "own", "expected", "codes"),
    [
        ("sand the keel by Friday", "by Friday", ("2026-11-27", None), "2026-11-27", ()),
        ("sand the keel by Friday", "by Friday", (None, None), "2026-11-27", ()),
        ("sand the keel by Friday", "by Friday", ("2026-11-20", None), "2026-11-27", ("differs",)),
        # Half of the phrase is quoted: in its place the calendar reads it whole.
        ("call next Friday", "Friday", ("2026-12-04", None), "2026-12-04", ()),
        ("call by Friday 3pm", "3pm", ("2026-11-27", "15:00"), "2026-11-27 15:00", ()),
        ("rig it Friday, paint next Friday", "Friday", ("2026-12-04", None), "2026-12-04", ()),
        ("sand the keel by Friday", None, ("2026-11-27", None), "2026-11-27", ()),
        ("call tomorrow at 3pm", "tomorrow at 3pm", ("2026-11-24", "15:00"), "2026-11-24 15:00", ()),
        ("позвонить завтра в 15:00", "завтра в 15:00", ("2026-11-24", "15:00"), "2026-11-24 15:00", ()),
        ("сдать до 15-го", "до 15-го", ("2026-12-15", None), "2026-12-15", ()),
        (
            "by the feast of St Nicholas",
            "by the feast of St Nicholas",
            ("2026-12-06", None),
            "2026-12-06",
            ("unchecked",),
        ),
        ("whenever the moon is full", "the moon is full", (None, None), None, ("unread",)),
        ("sand the keel", "by Friday", ("2026-11-27", None), "2026-11-27", ("unquoted",)),
        ("sand the keel", None, ("2026-11-27", None), "2026-11-27", ("unchecked",)),
        ("sand the keel", None, ("2026-11-20", None), None, ("past",)),
        ("do it today at 9:00", "today at 9:00", ("2026-11-23", "09:00"), "2026-11-23 09:00", ("past",)),
        ("sand it", None, ("2026-13-45", None), None, ("invalid",)),
        ("sand it", None, ("9999-01-01", None), None, ("invalid",)),
        ("sand it", None, (None, None), None, ()),
    ],
)
def test_a_stated_deadline(
    say: Say,
    message: str,
    words: str | None,
    own: tuple[str | None, str | None],
    expected: str | None,
    codes: tuple[str, ...],
) -> None:
    read = DueReader(say(message)).stated(said(words, *own))
    assert read.due == (due(expected) if expected else None)
    assert read.doubts == codes


def test_no_deadline_is_no_doubt(say: Say) -> None:
    read = DueReader(say("sand the keel")).stated(None)
    assert (read.due, read.doubts) == (None, ())


@pytest.mark.parametrize(
    ("words", "own", "expected", "codes"),
    [
        ("to Friday", ("2026-11-27", "14:00"), "2026-11-27 14:00", ()),  # a new day keeps the task's time
        ("at 16:00", ("2026-11-25", "16:00"), "2026-11-25 16:00", ()),  # a new time keeps its day
        (
            "2 days later",
            ("2026-11-27", "14:00"),
            "2026-11-27 14:00",
            (),
        ),  # a move counts from the task's due
        ("in 2 days", ("2026-11-25", "14:00"), "2026-11-25 14:00", ()),  # an offset counts from now
        ("на час позже", ("2026-11-25", "15:00"), "2026-11-25 15:00", ()),
        ("to Friday", ("2026-11-27", None), "2026-11-27 14:00", ("differs",)),
    ],
)
def test_a_moved_deadline_keeps_the_half_that_is_not_said(
    say: Say, words: str, own: tuple[str, str | None], expected: str, codes: tuple[str, ...]
) -> None:
    current = Due(date=dt.date(2026, 11, 25), time=dt.time(14))
    read = DueReader(say(f"move the varnish {words}")).moved(said(words, *own), current)
    assert read.due == due(expected)
    assert read.doubts == codes


@pytest.mark.parametrize(
    ("message", "words", "expected"),
    [
        ("отложи лак на неделю", "на неделю", "2026-12-02 14:00"),
        ("postpone the varnish by 3 days", "3 days", "2026-11-28 14:00"),
    ],
)
def test_words_that_mean_something_only_beside_others_are_read_in_their_place(
    say: Say, message: str, words: str, expected: str
) -> None:
    current = Due(date=dt.date(2026, 11, 25), time=dt.time(14))
    read = DueReader(say(message)).moved(said(words, *expected.split()), current)
    assert (read.due, read.doubts) == (due(expected), ())


@pytest.mark.parametrize(
    ("rule", "words", "own", "expected", "codes"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", "at 9:00", ("2026-11-30", "09:00"), "2026-11-30 09:00", ()),
        ("FREQ=WEEKLY;BYDAY=MO", None, ("2026-11-30", None), "2026-11-30", ()),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", None, ("2026-11-30", None), "2026-11-30", ()),
        ("FREQ=WEEKLY;BYDAY=TU", None, ("2026-12-01", None), "2026-11-24", ("differs",)),
        ("FREQ=WEEKLY;BYDAY=FR", None, None, "2026-11-27", ()),
    ],
)
def test_a_repetition_begins_at_its_first_occurrence(
    say: Say,
    rule: str,
    words: str | None,
    own: tuple[str, str | None] | None,
    expected: str,
    codes: tuple[str, ...],
) -> None:
    asked = said(words, *own) if own else None
    read = DueReader(say("every week at 9:00")).repeated(asked, rule)
    assert read.due == due(expected)
    assert read.doubts == codes


@pytest.mark.parametrize("words", ["from Thursday, every day at 7am", "from Thursday", None])
def test_a_stated_start_stands_whether_or_not_it_is_quoted(say: Say, words: str | None) -> None:
    message = say("From Thursday, every day at 7am, check the bilge")
    read = DueReader(message).repeated(said(words, "2026-11-26", "07:00"), "FREQ=DAILY")
    assert read.due == due("2026-11-26 07:00")

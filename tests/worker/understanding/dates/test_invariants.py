"""What holds for every text: no error, spans in order inside the text, nothing unmarked in the past, exact arithmetic."""

import datetime as dt
import string
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from worker.understanding.dates import combine, find_mentions, move_due, resolve
from worker.understanding.dates.words_en import TAGS as ENGLISH
from worker.understanding.dates.words_ru import TAGS as RUSSIAN

_GLUE = [
    "at",
    "by",
    "on",
    "in",
    "to",
    "of",
    "the",
    "every",
    "each",
    "next",
    "last",
    "before",
    "after",
    "from",
    "until",
    "end",
    "week",
    "month",
    "day",
    ",",
    ".",
    "-",
    ":",
    "(",
    ")",
    "в",
    "на",
    "к",
    "до",
    "с",
    "по",
    "через",
    "за",
    "каждый",
    "каждую",
    "раз",
    "конца",
    "начале",
    "числа",
    "без",
    "половине",
    "рабочих",
    "назад",
    "позже",
    "раньше",
    "0",
    "1",
    "5",
    "15",
    "31",
    "99",
    "2026",
    "1500",
    "18:00",
    "9.30",
    "05.11",
    "30.02",
    "11/5",
    "2026-11-05",
    "15-го",
    "3rd",
    "5pm",
    "2ч",
    "24:00",
]
_WORDS = st.sampled_from(sorted({*ENGLISH, *RUSSIAN, *_GLUE}))
SPEECH = st.lists(_WORDS, max_size=14).map(" ".join)
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Asia/Almaty", "Asia/Kolkata", "America/Sao_Paulo"]
)
NOWS = st.builds(
    lambda naive, zone: naive.replace(tzinfo=ZoneInfo(zone)),
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2032, 12, 31)),  # noqa: DTZ001 - the zone follows
    ZONES,
)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet=string.printable, max_size=200) | SPEECH, NOWS)
def test_no_text_raises_and_spans_stand_in_order_inside_it(text: str, now: dt.datetime) -> None:
    mentions = find_mentions(text, now)
    ends = [0, *(mention.end for mention in mentions)]
    for mention, before in zip(mentions, ends, strict=False):
        assert before <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text


@settings(max_examples=150, deadline=None)
@given(SPEECH, NOWS)
def test_a_moment_before_today_is_marked_as_past_or_background(text: str, now: dt.datetime) -> None:
    for mention in find_mentions(text, now):
        if mention.kind == "moment" and mention.date is not None and mention.date < now.date():
            assert mention.past or mention.background


@settings(max_examples=100, deadline=None)
@given(SPEECH, NOWS)
def test_dues_of_any_speech_are_today_or_later(text: str, now: dt.datetime) -> None:
    mentions = find_mentions(text, now)
    due = combine(mentions, now)
    assert due is None or due.date >= now.date()
    resolve(text, now)
    move_due(due, mentions, now)


@given(st.integers(1, 999), NOWS)
def test_in_so_many_days_is_calendar_arithmetic(count: int, now: dt.datetime) -> None:
    for phrase in (f"in {count} days", f"через {count} дней"):
        due = combine(find_mentions(phrase, now), now)
        assert due is not None
        assert (due.date - now.date()).days == count
        assert due.time is None


@given(st.integers(1, 5000), NOWS)
def test_in_so_many_minutes_is_elapsed_time(count: int, now: dt.datetime) -> None:
    for phrase in (f"in {count} minutes", f"через {count} минут"):
        (mention,) = find_mentions(phrase, now)
        instant = (now.astimezone(dt.UTC) + dt.timedelta(minutes=count)).astimezone(now.tzinfo)
        assert (mention.date, mention.time) == (
            instant.date(),
            instant.time().replace(second=0, microsecond=0),
        )


@given(st.integers(0, 6), NOWS)
def test_a_weekday_is_one_to_seven_days_away(number: int, now: dt.datetime) -> None:
    english = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][number]
    due = combine(find_mentions(f"on {english}", now), now)
    assert due is not None
    assert due.date.weekday() == number
    assert 1 <= (due.date - now.date()).days <= 7


@given(st.integers(0, 23), st.integers(0, 59), NOWS)
def test_a_written_clock_time_is_the_next_such_time(hour: int, minute: int, now: dt.datetime) -> None:
    due = combine(find_mentions(f"в {hour:02}:{minute:02}", now), now)
    assert due is not None
    assert (due.date - now.date()).days == (0 if dt.time(hour, minute) > now.time() else 1)


@given(st.sampled_from(["today", "in 3 hours", "завтра в 9"]), NOWS, st.integers(0, 1))
def test_the_same_instant_is_read_in_the_zone_it_is_given_in(
    phrase: str, now: dt.datetime, fold: int
) -> None:
    """Datetimes of two zones are equal when they are one instant; what was read for one is not answered for the other."""
    for zone in (dt.UTC, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")):
        local = now.astimezone(zone).replace(fold=fold)
        (mention,) = find_mentions(phrase, local)
        days = {"today": 0, "завтра в 9": 1}.get(phrase)
        moved = (local.astimezone(dt.UTC) + dt.timedelta(hours=3)).astimezone(zone)
        assert mention.date == (moved.date() if days is None else local.date() + dt.timedelta(days=days))

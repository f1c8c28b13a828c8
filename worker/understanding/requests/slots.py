"""The slots of closed requests: what a piece of a message is worth as a clock time, days, dates, a place, a person or tasks."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from worker.core.zones import zones_of_place
from worker.understanding.context import Context, KnownTask, Message
from worker.understanding.dates import find_mentions
from worker.understanding.local.member_words import is_given_name
from worker.understanding.local.members import find_members
from worker.understanding.local.message_tokens import lowered, normalise, tokenise
from worker.understanding.local.morphology import forms, has_form
from worker.understanding.local.open_tasks import likeness, meaningful, title_words
from worker.understanding.local.transliteration import latin
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.requests.ages import age_in_days
from worker.understanding.requests.day_ranges import DayRange, day_range
from worker.understanding.requests.duration import duration_of
from worker.understanding.requests.spoken_clocks import (
    WEEKDAYS,
    clock_span,
    clock_time,
    lunch_span,
    weekday_names,
)
from worker.understanding.requests.told_facts import is_told
from worker.understanding.requests.trip import parse_trip

_NUMBER = re.compile(r"#(\d{1,9})")
_SAME_WORD = 0.7  # likeness from which two words count as the same
_NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class FittingTasks:
    """The open tasks whose titles hold every meaningful word of `said`."""

    said: str
    tasks: tuple[KnownTask, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A member, by name; `known` is False for a person's name that no member has."""

    name: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class SlotInput:
    """A piece of a message as it was written, the message it stands in, and the world."""

    said: str
    message: Message
    context: Context


def _clock(piece: SlotInput) -> str | None:
    found = clock_time(piece.said, piece.message.now)
    return None if found is None else f"{found:%H:%M}"


def _morning_clock(piece: SlotInput) -> str | None:
    """A clock time of the morning list: "half past six" and «полседьмого» are in the morning."""
    found = clock_time(piece.said, piece.message.now)
    if found is None:
        return None
    late = re.search(r"p\.?\s?m|evening|afternoon|веч|дня|\d", lowered(piece.said))
    return f"{found.replace(hour=found.hour - 12) if found >= _NOON and not late else found:%H:%M}"


def _evening_clock(piece: SlotInput) -> str | None:
    """A clock time that is in the afternoon or evening unless the morning was said."""
    found = clock_time(piece.said, piece.message.now)
    if found is None:
        return None
    morning = re.search(r"a\.?m|утр|:", lowered(piece.said))
    return f"{found.replace(hour=found.hour + 12) if found < _NOON and not morning else found:%H:%M}"


def _opening(piece: SlotInput) -> str | None:
    """The beginning of working hours, with the dash before their end."""
    found = _clock(piece)
    return found and f"{found}-"


def _closing(piece: SlotInput) -> str | None:
    """The end of working hours: in the afternoon or evening."""
    return _evening_clock(piece)


def _quiet(piece: SlotInput) -> str | None:
    return clock_span(piece.said, piece.message.now, overnight=True)


def _span(piece: SlotInput) -> str | None:
    return clock_span(piece.said, piece.message.now)


def _lunch(piece: SlotInput) -> str | None:
    return lunch_span(piece.said, piece.message.now)


def _lead(piece: SlotInput) -> str | None:
    """An amount of time in minutes: "15 minutes", «полчаса»."""
    minutes = duration_of(piece.said, piece.message.now)
    return None if minutes is None or piece.said.strip().isdigit() else str(minutes)


def _days(piece: SlotInput) -> str | None:
    return weekday_names(piece.said)


def _other_days(piece: SlotInput) -> str | None:
    """The weekdays that are not named."""
    named = weekday_names(piece.said)
    rest = [day for day in WEEKDAYS if named is not None and day not in named]
    return ",".join(rest) or None


def _dates(piece: SlotInput) -> DayRange | None:
    return day_range(piece.said, piece.message.now)


def _number(piece: SlotInput) -> str | None:
    found = _NUMBER.fullmatch(piece.said)
    return f"T{found[1]}" if found else None


def _numbers(piece: SlotInput) -> tuple[str, ...] | None:
    """Several numbers of tasks, and nothing but "and" between them."""
    words = re.split(r"[\s,;&]+", lowered(piece.said.strip()))
    found = [_NUMBER.fullmatch(word) for word in words if word not in _JOINING]
    numbers = tuple(f"T{number[1]}" for number in found if number)
    return numbers if len(numbers) == len(found) > 1 else None


_JOINING = {"", "and", "plus", "also", "и", "а", "также"}


def _tasks(piece: SlotInput) -> FittingTasks | None:
    return fitting_tasks(piece.said, piece.context)


def fitting_tasks(said: str, context: Context) -> FittingTasks | None:
    """The open tasks that words may mean; None for words that could name no task."""
    if number := _NUMBER.fullmatch(said.strip()):
        ref = f"T{number[1]}"
        return FittingTasks(said, tuple(task for task in context.open_tasks if task.ref == ref))
    words = meaningful(token.low for token in tokenise(normalise(said)) if token.kind != "mark")
    if not words:
        return None
    found = (task for task in context.open_tasks if _holds(title_words(task), words))
    return FittingTasks(said, tuple(found))


def _holds(title: list[str], words: list[str]) -> bool:
    return all(any(likeness(word, known) >= _SAME_WORD for known in title) for word in words)


def _person(piece: SlotInput) -> Person | None:
    """A member in any form of their name, or somebody else's given name with a capital."""
    somebody = _somebody(piece)
    if somebody is None or somebody.known:
        return somebody
    first = lowered(somebody.name.split()[0])
    given = is_given_name(first) or any("Name" in form.marks for form in forms(first))
    return somebody if given else None


def _somebody(piece: SlotInput) -> Person | None:
    """A member in any form of their name, or one or two other words with capitals."""
    tokens = tokenise(normalise(piece.said))
    hits = find_members(tokens, piece.context)
    if len(hits) == 1 and (hits[0].first, hits[0].last) == (0, len(tokens) - 1):
        return Person(hits[0].name)
    words = [piece.said[token.start : token.end].removesuffix("'s") for token in tokens if token.is_word]
    written = len(words) == len(tokens) <= 2 and all(word[:1].isupper() for word in words)
    return Person(" ".join(words), known=False) if words and written else None


def _me(piece: SlotInput) -> str | None:
    """The speaker's own first name, in either alphabet."""
    own = (piece.context.speaker or "").split(" ", maxsplit=1)[0]
    return own if own and latin(lowered(own)) == latin(lowered(piece.said)) else None


def _place(piece: SlotInput) -> str | None:
    """The zone of a place; of a place of several zones its name, which is asked about."""
    zones = zones_of_place(piece.said)
    return zones[0] if len(zones) == 1 else piece.said if zones else None


def _trip(piece: SlotInput) -> str | None:
    return None if parse_trip(piece.said, piece.message.now) is None else piece.said


def _text(piece: SlotInput) -> str | None:
    """The rest of the message, with the marks behind its last word."""
    _, said, behind = normalise(piece.message.text).rpartition(piece.said)
    return None if any(map(str.isalnum, behind)) or not said else said + behind.rstrip(" .!\n")


def _fact(piece: SlotInput) -> str | None:
    """The rest of the message, unless it begins with something to do: "call the bank"."""
    first = next((token.low for token in tokenise(normalise(piece.said)) if token.is_word), "")
    to_do = first in VERBS or has_form(first, "INFN") or has_form(first, "VERB", "impr")
    return None if to_do else _text(piece)


def _figure(piece: SlotInput) -> str | None:
    """The rest of the message when it tells a figure and no time: "the safe code 4421"."""
    told = any(letter.isdigit() for letter in piece.said) and not find_mentions(piece.said, piece.message.now)
    return _fact(piece) if told else None


def _told(piece: SlotInput) -> str | None:
    """The rest of the message when it tells something to keep: "safe code 4417"."""
    text = _text(piece)
    return text if text is not None and is_told(text, piece.message.now) else None


@dataclass(frozen=True, slots=True)
class Slot:
    """How a slot is read, how many words it has at most, and whether its words are free: beside free words nothing is
    taken for a misspelling."""

    read: Callable[[SlotInput], object | None]
    most: int
    free: bool = False


SLOTS: dict[str, Slot] = {
    "clock": Slot(_clock, 4),
    "evening": Slot(_evening_clock, 4),
    "morning": Slot(_morning_clock, 4),
    "old_clock": Slot(_clock, 4),
    "opening": Slot(_opening, 4),
    "closing": Slot(_closing, 4),
    "quiet": Slot(_quiet, 10),
    "span": Slot(_span, 10),
    "lunch": Slot(_lunch, 6),
    "lead": Slot(_lead, 5),
    "days": Slot(_days, 8),
    "other_days": Slot(_other_days, 8),
    "dates": Slot(_dates, 10),
    "age": Slot(lambda piece: age_in_days(piece.said), 4),
    "number": Slot(_number, 1),
    "other": Slot(_number, 1),
    "numbers": Slot(_numbers, 40),
    "task": Slot(_tasks, 12, free=True),
    "later_task": Slot(_tasks, 12, free=True),
    "person": Slot(_person, 3),
    "somebody": Slot(_somebody, 2),
    "me": Slot(_me, 1),
    "place": Slot(_place, 4),
    "trip": Slot(_trip, 10),
    "text": Slot(_text, 1_000, free=True),
    "fact": Slot(_fact, 1_000, free=True),
    "figure": Slot(_figure, 1_000, free=True),
    "told": Slot(_told, 60, free=True),
}

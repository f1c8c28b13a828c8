"""The way in: every expression about time in a text, as mentions in text order."""

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import Any

from worker.understanding.dates import (
    calendar_dates_en,
    calendar_dates_ru,
    clocks_en,
    clocks_ru,
    holidays,
    moments_en,
    moments_ru,
    recurrences_en,
    recurrences_ru,
)
from worker.understanding.dates.amounts import add_amounts
from worker.understanding.dates.calendar_dates import add_dates
from worker.understanding.dates.clocks import add_clocks
from worker.understanding.dates.date_tokens import Scene, detect_language, tokenize
from worker.understanding.dates.engine import Grammar, Parser
from worker.understanding.dates.leads import add_leads
from worker.understanding.dates.limits import add_limits, with_meant_limits
from worker.understanding.dates.mentions import Language, Mention
from worker.understanding.dates.moments import add_moments
from worker.understanding.dates.numbers import add_numbers
from worker.understanding.dates.offsets import resolve_offsets
from worker.understanding.dates.recurrences import add_recurrences
from worker.understanding.dates.rrule import first_day, rule_of
from worker.understanding.dates.values import Repeat

# Of equally long readings the earlier kind wins.
_KINDS = ("recurrence", "limit", "span", "reminder", "shift", "spending", "moment", "duration")
_NEGATIONS = frozenset({"not", "не", "isn't", "don't"})
_TURNED_DOWN = frozenset({("rather", "than"), ("instead", "of")})
_PUNCTUATION = frozenset(",:-")
_TRAILING = frozenset({"sharp", "ровно", "ish"})  # they belong to the clock time before them
# Longer texts are read to here: a message of Telegram has at most 4,096 characters.
MAX_CHARACTERS = 20_000


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """All rules of both languages, built once."""
    rules = Grammar()
    add_numbers(rules)
    add_amounts(rules)
    add_clocks(rules, clocks_en.CLOCKS, clocks_ru.CLOCKS)
    add_dates(rules, calendar_dates_en.DATES, calendar_dates_ru.DATES, holidays.HOLIDAYS)
    add_recurrences(rules, recurrences_en.RECURRENCES, recurrences_ru.RECURRENCES)
    add_moments(rules, moments_en.MOMENTS, moments_ru.MOMENTS)
    add_leads(rules)
    add_limits(rules)
    rules.freeze()
    return rules


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    return grammar().openings(_KINDS)


def find_mentions(text: str, now: dt.datetime, language: Language | None = None) -> tuple[Mention, ...]:
    """Every expression about time in the text, in order, not overlapping.

    `now` is aware and in the chat's zone; `language` settles figures such as 11/5 and is detected when None.
    Raises ValueError when `now` is naive, OutOfStepsError, and nothing else whatever the text holds."""
    if now.tzinfo is None:
        raise ValueError("now must be aware, in the chat's zone")
    text = text[:MAX_CHARACTERS]
    return _find_mentions(
        text, now.replace(tzinfo=None), now.tzinfo, now.fold, language or detect_language(text)
    )


# Up to six features look for times in one message. The zone is a part of the key: datetimes of two zones are equal when
# they are the same instant, and so are the two readings of the hour that a clock change repeats.
@lru_cache(maxsize=64)
def _find_mentions(
    text: str, clock: dt.datetime, zone: dt.tzinfo, fold: int, language: Language
) -> tuple[Mention, ...]:
    scene = Scene(text, tokenize(text), clock.replace(tzinfo=zone, fold=fold), language)
    parser = Parser(grammar(), scene)
    found: list[Mention] = []
    at, openings = 0, _openings()
    while at < len(scene.tokens):
        best = None if openings.isdisjoint(scene.tokens[at].keys) else _longest(parser, at)
        if best is None:
            at += 1
            continue
        at, mention = _mention(scene, at, *best)
        found.append(mention)
    return resolve_offsets(with_meant_limits(found), scene)


def _longest(parser: Parser, at: int) -> tuple[int, dict[str, Any]] | None:
    best: tuple[int, Any] | None = None
    for kind in _KINDS:
        readings = parser.readings(kind, at)
        if readings and (best is None or readings[0][0] > best[0]):
            best = readings[0]
    if best and isinstance(best[1], Repeat):
        return best[0], _recurrence(best[1], parser.scene.now)
    return best


def _recurrence(repeat: Repeat, now: dt.datetime) -> dict[str, Any]:
    time = repeat.clock.time if repeat.clock else None
    first = first_day(repeat, now)
    return {
        "kind": "recurrence",
        "rrule": rule_of(repeat),
        "date": first,
        "date_said": repeat.start is not None,
        "time": time,
        "time_said": time is not None,
        "vague": repeat.clock is not None and repeat.clock.part is not None,
        "bare": repeat.clock is not None and repeat.clock.bare,
        "relation": "by" if repeat.by else "at",
        "sure": repeat.sure and first is not None,
    }


_DEADLINE_ENDS = (("at", "the", "latest"), ("at", "latest"), ("latest",), ("deadline",), ("крайний", "срок"))


def _deadline_words(scene: Scene, at: int) -> int:
    """How many words from here on make what stands before them a deadline: "Friday at the latest"."""
    for said in _DEADLINE_ENDS:
        if all(scene.word(at + step) == word for step, word in enumerate(said)):
            following = scene.word(at + len(said))
            return len(said) if not following or not following[0].isalnum() else 0
    return 0


def _mention(scene: Scene, at: int, end: int, draft: dict[str, Any]) -> tuple[int, Mention]:
    """The token after the mention, and the mention."""
    while scene.word(end) in _TRAILING and draft.get("time_said"):
        end += 1
    if draft["kind"] == "moment" and (closing := _deadline_words(scene, end)):
        end, draft = end + closing, draft | {"relation": "by"}
    while end - 1 > at and scene.word(end - 1) in _PUNCTUATION:
        end -= 1
    start, stop = scene.tokens[at].start, scene.tokens[end - 1].end
    mention = Mention(start=start, end=stop, text=scene.text[start:stop], **draft)
    turned_down = (scene.word(at - 2), scene.word(at - 1)) in _TURNED_DOWN
    if (scene.word(at - 1) in _NEGATIONS or turned_down) and not mention.negated:
        mention = replace(mention, negated=True)
    quoted = mention.kind == "moment" and scene.word(at - 1) == '"' and scene.word(end) == '"'
    return end, replace(mention, background=True, sure=False) if quoted else mention

"""Clauses that ask for nothing: small talk, questions back, deeds told of, the sender's own absence."""

import re
from itertools import pairwise

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_infinitive, is_order
from worker.understanding.local.completions import is_neutral, is_past
from worker.understanding.local.small_talk import is_small_talk
from worker.understanding.local.words.english_verbs import VERBS

# The sender's own absence: told for a plan, nothing to be done.
_ABSENT = re.compile(
    r"^(?:and |but |so |also |а |и |но )*(?:i'?m|i am|i'?ll be|i will be|we'?re|we are|we'?ll be)\s+(?:only |also |just |completely |fully )?(?:out|away|off|busy|free|gone|unavailable|booked|travelling|traveling|tied up|not (?:here|free|available|around|in)|at the|in a|on a|on the)\b"
    r"|^\S+\s+(?:\S+\s+){0,2}не будет$|\bменя\s+(?:\S+\s+){0,3}(?:нет|не будет|не ждать|не ждите)\b|^(?:а |и |но )*(?:в |во )?(?:я|мы)\s+(?:\S+\s+){0,3}(?:занят[аы]?|свобод(?:ен|на|ны)|в отъезде|в отпуске|в дороге|недоступ(?:ен|на|ны)|уеду|уйду|не могу|не смогу)\b"
)


def is_talk(sheet: Sheet, places: range, spoken: list[int], low: str, *, timed: bool, given: bool) -> bool:
    """Whether a clause is small talk, a question back, a deed told of, or the sender's own absence."""
    reported = _is_told_deed(sheet, spoken)
    neutral = is_small_talk(low, sheet.language) or all(is_neutral(sheet.low_at(at)) for at in spoken)
    if (neutral and (reported or not timed)) or (low.endswith("?") and _WONDERS.match(low)):
        return True
    told = reported and sheet.language == "en" and not given
    return (
        told
        or _leaves_alone(sheet, places)
        or _ABSENT.search(" ".join(sheet.low_at(at) for at in sheet.content(places))) is not None
    )


def _leaves_alone(sheet: Sheet, places: range) -> bool:
    """«после шести нас не трогай»: a wish to be left alone, for a plan."""
    lows = [sheet.low_at(at) for at in sheet.content(places)]
    refused = [after for low, after in pairwise(lows) if low == "не"]
    return bool({"меня", "нас"} & set(lows)) and any(is_order(low) or is_infinitive(low) for low in refused)


def _is_told_deed(sheet: Sheet, spoken: list[int]) -> bool:
    """Whether a clause opens with a deed done ("paid the water bill"), or holds only words of being done."""
    first = sheet.low_at(spoken[0])
    if sheet.language == "en":
        return is_past(first) and first not in VERBS
    return all(is_neutral(sheet.low_at(at)) for at in spoken)


_WONDERS = bounded(
    r"(?:so |and |hey |а |и |ну |слушай,? )*(?:how|why|who|what|when|where|are you|is it|should i|shall i|can i|could i|should we|стоит ли|надо ли|нужно ли|можно ли|do you|did you|как|почему|зачем|кто|где|когда|ты|вы|правда)\b"
)

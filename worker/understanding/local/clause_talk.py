"""Clauses that ask for nothing: small talk, questions back, deeds told of, the sender's own absence."""

import re
from itertools import pairwise

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_infinitive, is_order, is_verb_head
from worker.understanding.local.completions import is_neutral, is_past
from worker.understanding.local.reported_speech import gives_reason
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
        or (not timed and not given and _thanks(sheet, places, spoken))
        or _leaves_alone(sheet, places)
        or _ABSENT.search(" ".join(sheet.low_at(at) for at in sheet.content(places))) is not None
    )


def tells_of_member(sheet: Sheet, places: range, named: set[int]) -> bool:
    """Whether a clause with more behind it only tells when a member is away, or what a member has on, and what follows is drawn from it: "Kim is off
    on Friday so ...", «у Веры в среду экзамен, так что ...»; `named` are the positions of members' names."""
    content = sheet.content(places) if places.stop < len(sheet) else []
    if not content or content[0] not in named | {at - 1 for at in named if sheet.low_at(at - 1) == "у"}:
        return False
    if _AWAY.match(" ".join(sheet.low_at(at) for at in content if at not in named)):
        return True
    return gives_reason(sheet, places) or sheet.low_at(places.stop) in {"так", "поэтому"}


_AWAY = bounded(
    r"(?:(?:is|'s|will be) )?(?:off|away|out|sick|ill|poorly|unwell|not in|(?:on|at) (?:holiday|leave|vacation|a course|the dentist))(?: sick)?$|(?:isn't|won't be) in$"
)


def _thanks(sheet: Sheet, places: range, spoken: list[int]) -> bool:
    """«спасибо Гульнара отчёт супер»: thanks for something, and no order in the clause."""
    said = sheet.said(places).lstrip(" ,")
    thanked = _THANKED.match(said) is not None and "," not in said
    return thanked and not any(is_verb_head(sheet, at) for at in spoken)


_THANKED = bounded(r"(?:thanks?(?: you)?|thx|cheers|спасибо|спс|благодарю)\b")


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

"""What the speaker took back: the last version stays, the dropped one is marked so that nothing of it is used."""

import datetime as dt
import re
from dataclasses import replace

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context
from worker.understanding.dates import Mention
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.members import MemberHit, find_members
from worker.understanding.local.morphology import has_form
from worker.understanding.local.number_corrections import number_at, put_right
from worker.understanding.local.phrases import phrases
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

_PREPOSITIONS = listed(
    "to for from with at in on by of about into в на с со по для из от за к ко у о об под до"
)
_TIMED = frozenset({"moment", "recurrence"})


_NOT_AT = bounded(
    r"(?:,?\s*(?:and |а |и )?(?:not|не|rather than|instead of|вместо)(?: (?:at|в|к))? (?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?|one|two|three|four|five|six|eight|ten|один|одну|два|две|три|четыре|пять|шесть|двух|трех|четырех|пяти|шести))(?=\W*$|[.,;!])"
)


def drop_refused(sheet: Sheet, now: dt.datetime) -> bool:
    """Mark the value that is turned down ("at 3 not 2", «в 15, а не в 14»); True when there was one."""
    refused = _drop_refused_lengths(sheet) or _other_number(sheet, now)
    for match in _NOT_AT.finditer(sheet.low):
        if any(
            (m.kind == "duration" or (m.kind == "moment" and m.time_said)) and 0 <= match.start() - m.end <= 2
            for m in sheet.mentions
        ):
            sheet.mark(sheet.within(*match.span()), "dropped", over=True)
            refused = True
    return refused


def drop_refused_people(sheet: Sheet, people: dict[int, MemberHit]) -> dict[int, MemberHit]:
    """The members named, without one who is turned down for the next: "not Kim but Lee", «не Вера, а Дима»."""
    kept = dict(people)
    for at, hit in people.items():
        after = hit.last + 1 + (sheet.low_at(hit.last + 1) == ",")
        refused = sheet.low_at(at - 1) in {"not", "не"} and sheet.low_at(after) in {"but", "а"}
        if refused and after + 1 in people and people[after + 1].name != hit.name:
            sheet.mark(range(at - 1, after + 1), "dropped", over=True)
            del kept[at]
    return kept


def _other_number(sheet: Sheet, now: dt.datetime) -> bool:
    """Let a bare number replace the length turned down before it: «не час, а два»."""
    for mention in sheet.mentions:
        places = sheet.within(mention.start, mention.end)
        if mention.kind != "duration" or not places or sheet.low_at(places.start - 1) not in {"не", "not"}:
            continue
        at = places.stop + (sheet.low_at(places.stop) == ",")
        if sheet.low_at(at) in {"а", "but"} and number_at(sheet, at + 1):
            marker = range(places.start - 1, at + 1)
            if put_right(sheet, range(places.stop, at + 1), at + 1, now):
                sheet.mark(marker, "dropped", over=True)
                return True
    return False


_NOT_BEFORE = bounded(r"(?:,?\s*(?:and |а |и )?(?:\bnot|\bне|rather than|instead of|вместо))\s+$")


def _drop_refused_lengths(sheet: Sheet) -> bool:
    """Mark the lengths turned down after another one: "three hours, not an hour", «часа три, а не час»."""
    lengths = [m for m in sheet.mentions if m.kind == "duration"]
    refused = False
    for mention in lengths[1:]:
        before = _NOT_BEFORE.search(sheet.low[: mention.start])
        if before:
            sheet.mark(sheet.within(before.start(), mention.end), "dropped", over=True)
            refused = True
    return refused


def drop_corrected(sheet: Sheet, context: Context, now: dt.datetime) -> bool:
    """Mark every retracted stretch and the words that retract it; True when the message corrected itself."""
    corrected = False
    for marker in _markers(sheet):
        if (
            not marker
            or marker.start == 0
            or marker.stop >= len(sheet)
            or not _apply(sheet, marker, context, now)
        ):
            continue
        closing = marker.stop
        while closing < len(sheet) and sheet.low_at(closing) in {",", "-", "—"}:
            closing += 1
        sheet.mark(range(marker.start, closing), "dropped", over=True)
        corrected = True
    return corrected


def _markers(sheet: Sheet) -> list[range]:
    """Where something is taken back, in text order: by a phrase, or by a bare "no" between two values of one kind."""
    found = [
        sheet.within(*match.span())
        for match in phrases(sheet.language).correction.finditer(sheet.low)
        if match[0].strip(" ,")
    ]
    found = [_up_to_the_new(sheet, marker) if marker else marker for marker in found]
    taken = {at for marker in found for at in marker}
    bare = [at for at in range(1, len(sheet) - 1) if _is_bare(sheet.low_at(at)) and at not in taken]
    found += [range(at, at + 1) for at in bare if _between_values(sheet, at)]
    return sorted(found, key=lambda marker: (marker.start, marker.stop))


_THEN = re.compile(r"\b(?:тогда|значит|давай(?:те)?(?: лучше| тогда)?|лучше)(?: уж)?\s+")


def _up_to_the_new(sheet: Sheet, marker: range) -> range:
    """The marker with the talk of the old value after it: «стоп, это же праздник, тогда в среду»."""
    start = sheet.tokens[marker[-1]].end
    for then in _THEN.finditer(sheet.low, start, start + 70):
        new = any(m.start == then.end() for m in sheet.mentions)
        told = sheet.within(start, then.start())
        asked = any(has_form(sheet.low_at(at), "INFN") for at in told)
        if new and told and not asked and "\n" not in sheet.low[start : then.end()]:
            return range(marker.start, sheet.within(then.start(), then.end()).stop)
    return marker


_BARE = listed("no nope nah sorry нет ой тьфу")


def _is_bare(low: str) -> bool:
    return low in _BARE or re.fullmatch(r"э{2,}|мм+|эм+|u[hm]+|er+m?", low) is not None


def _between_values(sheet: Sheet, at: int) -> bool:
    """Whether a value stands right before this word and one of the same kind right after it."""
    before, after = at - 1, at + 1
    while before > 0 and sheet.tokens[before].kind == "mark":
        before -= 1
    while after < len(sheet) - 1 and (
        sheet.tokens[after].kind == "mark" or sheet.low_at(after) in _LEADS | _PREPOSITIONS
    ):
        after += 1
    old = [m for m in sheet.mentions if 0 <= sheet.tokens[before].end - m.end <= 1]
    new = [m for m in sheet.mentions if m.start <= sheet.tokens[after].start < m.end]
    if old and (new or number_at(sheet, after)):
        return not new or _alike(old[-1], new[0])
    return number_at(sheet, after) and any(number_at(sheet, place) for place in (before, before - 1))


def _apply(sheet: Sheet, marker: range, context: Context, now: dt.datetime) -> bool:
    after = marker.stop
    while after < len(sheet) and sheet.tokens[after].kind == "mark":
        after += 1
    if after >= len(sheet):
        return False
    return (
        _retime(sheet, marker, after)
        or put_right(sheet, marker, after, now)
        or _reassign(sheet, marker, after, context)
        or _rephrase(sheet, marker, after)
    )


def _retime(sheet: Sheet, marker: range, after: int) -> bool:
    """A new time after the marker drops the last time of the same half before it."""
    start = sheet.tokens[after].start
    limit = _clause_end(sheet, after)
    new = next((m for m in sheet.mentions if start - 1 <= m.start < limit and not m.negated), None)
    if new is None:
        return False
    lead = (
        range(after, sheet.within(new.start, new.end).start) if sheet.within(new.start, new.end) else range(0)
    )
    if not _repeats(sheet, lead, marker.start):
        return False
    before = [m for m in sheet.mentions if m.end <= sheet.tokens[marker.start].start and _alike(m, new)]
    if not before:
        return False
    sheet.mark(lead, "dropped", over=True)
    for old in _same_halves(before, new):
        sheet.mark(sheet.within(old.start, old.end), "dropped", over=True)
        if old.kind in _TIMED and old.date_said and old.time_said and not (new.date_said and new.time_said):
            _keep_half(sheet, old, new)
    return True


def _clause_end(sheet: Sheet, after: int) -> int:
    """The offset where the corrected clause ends: the next stop, or forty characters."""
    start = sheet.tokens[after].start
    for token in sheet.tokens[after:]:
        if token.text in {".", ";", "!", "?"}:
            return token.start
    return start + 60


def _repeats(sheet: Sheet, lead: range, before: int) -> bool:
    """Whether the words before the new time only say again what was said ("the visit is monday")."""
    said = {token.low for token in sheet.tokens[:before]}
    fresh = [at for at in lead if sheet.tokens[at].is_word and sheet.tokens[at].low not in said | _LEADS]
    return not fresh and len(lead) <= 6


_LEADS = listed(
    "the it it's that that's is make for on by at i mean to let's say это на в к до будет лучше давай пусть"
)


def _alike(old: Mention, new: Mention) -> bool:
    return old.kind == new.kind or {old.kind, new.kind} <= _TIMED


def _same_halves(before: list[Mention], new: Mention) -> list[Mention]:
    last = before[-1]
    if new.kind not in _TIMED:
        return [last]
    if new.date_said and not new.time_said:
        dated = [m for m in before if m.date_said or m.kind == "recurrence"]
        return dated[-1:] or [last]
    if new.time_said and not new.date_said:
        timed = [m for m in before if m.time_said]
        return timed[-1:] or [last]
    found = [last]
    if len(before) > 1 and last.time_said and not last.date_said and before[-2].date_said:
        found.append(before[-2])
    return found


def _keep_half(sheet: Sheet, old: Mention, new: Mention) -> None:
    """Thursday at ten, no, Friday: the ten stays. The kept half is written into the new mention."""
    if new.date_said and new.time is None and not old.vague:
        merged = replace(new, time=old.time, time_said=True)
    elif new.time_said and not new.date_said:
        merged = replace(new, date=old.date, date_said=True)
    else:
        return
    sheet.mentions = tuple(merged if m is new else m for m in sheet.mentions)


def _reassign(sheet: Sheet, marker: range, after: int, context: Context) -> bool:
    people = find_members(sheet.tokens, context)
    new = next((hit for hit in people if after <= hit.first <= after + 1), None)
    old = [hit for hit in people if hit.last < marker.start]
    if new is None or not old:
        return False
    sheet.mark(range(old[-1].first, old[-1].last + 1), "dropped", over=True)
    sheet.mark(range(after, new.first), "dropped", over=True)
    return True


def _last_things(sheet: Sheet, before: list[int], new: str) -> list[int] | None:
    """Where the last named thing before the marker begins: back to its verb, preposition or comma."""
    start = None
    for at in reversed(before[-4:]):
        low = sheet.low_at(at)
        heads = at == before[0] or sheet.low_at(at - 1) in {",", "and", "then", "to", "и", "надо"}
        if low in _PREPOSITIONS or (low in VERBS and heads) or has_form(low, "INFN") or has_form(low, "VERB"):
            break
        start = at
        if sheet.low_at(at - 1) in {",", ";", ":"} or _in_same_case(low, new):
            break
    return [start] if start else None


def _in_same_case(old: str, new: str) -> bool:
    """Whether two Russian nouns stand in one case: then the new one replaces only the old one, not what is before it."""
    cases = ("nomn", "gent", "datv", "accs", "ablt", "loct")
    return any(has_form(old, "NOUN", case) and has_form(new, "NOUN", case) for case in cases)


def _last_verb(sheet: Sheet, before: list[int], verb: str) -> list[int] | None:
    """Where the retracted deed begins: at the same verb, else at the last verb that heads a clause."""
    verbs = [at for at in before if sheet.low_at(at) in VERBS or has_form(sheet.low_at(at), "INFN")]
    same = [at for at in verbs if sheet.low_at(at) == verb]
    heads = [
        at
        for at in verbs
        if at == before[0] or sheet.low_at(at - 1) in _BEFORE_HEAD or sheet.language == "ru"
    ]
    return (same or heads or verbs)[-1:] or None


_BEFORE_HEAD = listed("and then to also please , : ; .")


def _rephrase(sheet: Sheet, marker: range, after: int) -> bool:
    """A new phrase replaces the last one that begins alike: same preposition, a verb, or the last word."""
    first = sheet.low_at(after)
    before = [
        at for at in range(marker.start) if sheet.tokens[at].kind != "mark" and sheet.labels[at] != "dropped"
    ]
    if not before:
        return False
    if first in _PREPOSITIONS:
        kin = [at for at in before if sheet.low_at(at) in _PREPOSITIONS]
        same = [at for at in before if sheet.low_at(at) == first]
        start = (same or kin)[-1:] or None
    elif first in VERBS or has_form(first, "INFN"):
        start = _last_verb(sheet, before, first)
    else:
        start = _last_things(sheet, before, first)
    if not start:
        return False
    free = [at for at in range(start[0], marker.start) if sheet.labels[at] is None]
    sheet.mark(free, "dropped", over=True)
    return True

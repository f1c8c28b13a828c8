"""Priority and estimate said in so many words: found, valued and marked on the sheet."""

import datetime as dt
import re
from dataclasses import dataclass

from worker.understanding.dates import Language, find_mentions
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.phrases import phrases
from worker.understanding.local.words.word_table import listed

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "один": 1, "два": 2, "три": 3, "четыре": 4}
_NUMBERS |= {"перв": 1, "втор": 2, "трет": 3, "четверт": 4}
_BEFORE_DURATION = listed("""about around approximately approx roughly probably maybe like figure takes take taking takes should will that's
    thats it's its a some est estimate estimated estimation budget allow say only just max under at most up to is be for
    spend spending plan planning i think i'd reckon shouldn't won't can't doesn't don't more than less no over another an it this one
    думаю где-то примерно около приблизительно максимум закладываю заложи займет займу уйдет уйдёт наверное это оценка
    оценю часов на минут часа где то порядка не больше более оценочно по времени примерная длительность нужно надо
    понадобится потребуется там работы делов плюс-минус минимум больше чем дольше бери""")
_AFTER_DURATION = listed("""max tops of work job worth or so maybe probably i think roughly drafting approximately about total in all at most
    long estimate each
    максимум примерно где-то работы или около того думаю наверное от силы минимум на это всё все не больше займет уйдет
    закладываю закладывай по времени всего работы хватит""")


@dataclass(frozen=True, slots=True)
class PriorityHit:
    """A priority (1 to 4) and the character offsets where it is said."""

    number: int
    start: int
    end: int


def mark_priorities(sheet: Sheet) -> list[PriorityHit]:
    """Find and mark the words of priority, in text order."""
    table = phrases(sheet.language)
    hits: list[PriorityHit] = []
    for match in table.priority_number.finditer(sheet.low):
        said = next(value for value in match.groupdict().values() if value)
        start = match.start("level") - 3 if match["level"] else match.start()
        hits.append(PriorityHit(_NUMBERS.get(said) or int(said), start, match.end()))
    for number, pattern in table.priorities:
        for match in pattern.finditer(sheet.low):
            said = sheet.within(*match.span())
            if said and all(sheet.labels[at] == "dropped" for at in said):
                continue
            if match.end() > match.start() and not any(
                h.start < match.end() and match.start() < h.end for h in hits
            ):
                hits.append(PriorityHit(number, *match.span()))
    clear = [m for m in sheet.mentions if not any(h.start < m.end and m.start < h.end for h in hits)]
    sheet.mentions = tuple(clear)
    for hit in hits:
        sheet.mark(sheet.within(hit.start, hit.end), "priority", over=True)
        if asked := _MARK_AS.search(sheet.low[: hit.start]):
            sheet.mark(sheet.within(asked.start(), hit.start), "noise")
    return sorted(hits, key=lambda hit: hit.start)


# What only asks to note a priority: "mark it as", «пометь как», «пусть будет».
_MARK_AS = re.compile(
    r"\b(?:(?:mark|flag)(?: (?:it|this|that))?(?: as)?|(?:по|от)меть(?:те)?(?: (?:это|ее|его))?(?: как)?|(?:считай|обозначь)(?:те)?(?: (?:это|ее|его))? как)\s+$"
)


def mark_durations(sheet: Sheet) -> None:
    """Mark the words that only introduce or round a duration ("about ... tops", «думаю, ... максимум»)."""
    for mention in sheet.mentions:
        if mention.kind != "duration":
            continue
        places = sheet.within(mention.start, mention.end)
        if not places:
            continue
        _absorb(sheet, places.start - 1, -1, _BEFORE_DURATION)
        _absorb(sheet, places.stop, 1, _AFTER_DURATION)


# Before a comma these are the task's own: "find out who it is for, 20 min".
_OWN = listed("up out off in on it is for to of about with down")


def _absorb(sheet: Sheet, at: int, step: int, absorbed: frozenset[str]) -> None:
    while 0 <= at < len(sheet):
        token = sheet.tokens[at]
        if step < 0 and token.low in _OWN and sheet.low_at(at + 1) == ",":
            return
        if token.kind == "mark" and token.text in "~≈-—–:,(":
            at += step
        elif token.low == "so" and sheet.low_at(at - 1) != "or":
            return
        elif token.low in absorbed and sheet.labels[at] in {None, "noise"}:
            sheet.labels[at] = "time"
            at += step
        else:
            return


NUMBER_WORDS = listed("""one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety
    один одну два две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать пятнадцать двадцать тридцать сорок пятьдесят шестьдесят девяносто полтора""")
"""The numbers people say as words when they put a value right."""


def rescaled(said: str, number: str, language: Language, now: dt.datetime) -> int | None:
    """The minutes of a duration with its number replaced: ("two hours", "three") gives 180; None when that is none."""
    unit = next((word for word in reversed(said.split()) if word.isalpha()), "")
    for spelled in (unit, f"{unit}s"):
        found = find_mentions(f"{number} {spelled}", now, language)
        if len(found) == 1 and found[0].kind == "duration":
            return found[0].minutes
    return None

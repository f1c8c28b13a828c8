"""Marking: what a message says around its matters is labelled before clauses are looked for."""

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.phrases import BEFORE_ASKING, phrases

_FORGETS = bounded(r"(?:do not|don'?t) forget|remember to|не забуд|не забыть")


def mark_paired_commas(sheet: Sheet) -> None:
    """The commas around noise go with it: «сделай, пожалуйста, макет»."""
    for at in range(1, len(sheet) - 1):
        inside = sheet.labels[at] == "noise" and sheet.low_at(at) != ","
        if inside and sheet.low_at(at - 1) == "," and sheet.low_at(at + 1) == ",":
            sheet.mark([at - 1, at + 1], "noise")


def mark_asking(sheet: Sheet, named: set[int]) -> None:
    """Requests at the head of a clause ("remind me to", «запиши») or behind who is called ("Kim don't forget to") are no verbs
    of their own; `named` are the places of members' names."""
    for match in phrases(sheet.language).asking.finditer(sheet.low):
        places = sheet.within(*match.span())
        before = places.start - 1 if places else -1
        if not places:
            continue
        called = before in named and _FORGETS.match(match[0]) is not None
        if before < 0 or called or sheet.labels[before] or sheet.low_at(before) in BEFORE_ASKING:
            sheet.mark(places, "asking")

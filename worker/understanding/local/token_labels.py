"""Marking: what a message says around its matters is labelled before clauses are looked for."""

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.phrases import BEFORE_ASKING, phrases


def mark_paired_commas(sheet: Sheet) -> None:
    """The commas around noise go with it: «сделай, пожалуйста, макет»."""
    for at in range(1, len(sheet) - 1):
        inside = sheet.labels[at] == "noise" and sheet.low_at(at) != ","
        if inside and sheet.low_at(at - 1) == "," and sheet.low_at(at + 1) == ",":
            sheet.mark([at - 1, at + 1], "noise")


def mark_asking(sheet: Sheet) -> None:
    """Requests at the head of a clause ("remind me to", «запиши») are no verbs of their own."""
    for match in phrases(sheet.language).asking.finditer(sheet.low):
        places = sheet.within(*match.span())
        before = places.start - 1 if places else -1
        if places and (before < 0 or sheet.labels[before] or sheet.low_at(before) in BEFORE_ASKING):
            sheet.mark(places, "asking")

"""Clauses that were cut apart but say one thing: a question and its subject, a search and its verb, a project and its name."""

import datetime as dt

from worker.understanding.context import Context
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.back_references import gives_values
from worker.understanding.local.new_projects import NAMING, announces_project
from worker.understanding.local.questions import SEARCHING, query_of
from worker.understanding.local.sections import Part

_SHORT_QUESTION = 14  # tokens


def rejoined(sheet: Sheet, parts: list[Part], now: dt.datetime, context: Context) -> list[Part]:
    """The parts, made one where the second only completes the first."""
    everything = range(len(sheet))
    if len(parts) < 2:
        return parts
    head, told = parts[0].places, range(parts[1].places.start, len(sheet))
    if _closes_search(sheet, told) or _names_project(sheet, head, told):
        return [Part(everything, "start")]
    return [Part(everything, "start")] if _is_question(sheet, parts, now, context) else parts


def _is_question(sheet: Sheet, parts: list[Part], now: dt.datetime, context: Context) -> bool:
    """What stands before a colon is the subject of a question ("Ridge: what's left?") or of new values
    ("Samples: top priority, owner Kim"): one clause."""
    if len(parts) != 2 or parts[1].joint != "colon" or len(sheet) > _SHORT_QUESTION:
        return False
    head, told = (part.places for part in parts)
    return bool(query_of(sheet, told, now, context) or gives_values(sheet, head, told, context))


def _closes_search(sheet: Sheet, told: range) -> bool:
    """«где-то было про договор, поищи»: nothing but the searching follows."""
    words = [sheet.low_at(at) for at in told if sheet.tokens[at].is_word]
    return bool(words) and len(words) <= 3 and SEARCHING.fullmatch(" ".join(words)) is not None


def _names_project(sheet: Sheet, head: range, told: range) -> bool:
    """«нужен проект в кофейне, назови «Доставка»»: the name comes in a clause of its own."""
    return announces_project(sheet.said(head)) and NAMING.search(sheet.said(told)) is not None

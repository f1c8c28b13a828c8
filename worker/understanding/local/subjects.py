"""Whose deed a further verb is, when its clause names nobody."""

from dataclasses import replace

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.assignments import Assignment
from worker.understanding.local.clause_classification import Clause
from worker.understanding.local.clause_starts import is_finite
from worker.understanding.local.sections import Part


def shared_subject(sheet: Sheet, before: Clause | None, part: Part) -> Assignment | None:
    """«пусть Оля обновит меню и закажет фрукты»: the second finite verb has the subject of the first."""
    if before is None or part.joint not in {"and", "comma", "also", "then"}:
        return None
    given, first = before.assignment, next(iter(sheet.content(part.places)), None)
    if given is None or not given.finite or first is None or not is_finite(sheet.low_at(first)):
        return None
    return replace(given, places=(), leading=False)

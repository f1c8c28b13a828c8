"""Whose deed a further verb is, when its clause names nobody."""

from dataclasses import replace

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.assignments import Assignment
from worker.understanding.local.clause_classification import Clause
from worker.understanding.local.clause_starts import is_finite, is_order, is_verb_head
from worker.understanding.local.members import MemberHit
from worker.understanding.local.sections import Part


def _called_before(
    sheet: Sheet, before: Clause | None, part: Part, people: dict[int, MemberHit]
) -> Assignment | None:
    """«Ерлан, у бабушки продувает, съезди глянь», "Emeka, the inverter beeps, go and look": who is called first, and told to act
    after what is only told."""
    if (
        before is None
        or before.kind not in {"talk", "fault"}
        or before.assignment
        or before.part.joint != "start"
    ):
        return None
    hit = people.get(next(iter(sheet.content(before.places)), -1))
    order = next(iter(sheet.content(part.places)), None)
    if hit is None or hit.how == "role" or order is None or sheet.low_at(hit.last + 1) != ",":
        return None
    told = sheet.language == "en" and is_verb_head(sheet, order)
    span = tuple(range(hit.first, hit.last + 1))
    return Assignment(hit.name, span, loose=True) if told or is_order(sheet.low_at(order)) else None


def shared_subject(
    sheet: Sheet, before: Clause | None, part: Part, people: dict[int, MemberHit]
) -> Assignment | None:
    """«пусть Оля обновит меню и закажет фрукты»: the second finite verb has the subject of the first; and who is called before
    something that is told."""
    if called := _called_before(sheet, before, part, people):
        return called
    if before is None or part.joint not in {"and", "comma", "also", "then"}:
        return None
    given, first = before.assignment, next(iter(sheet.content(part.places)), None)
    if given is None or not given.finite or first is None or not is_finite(sheet.low_at(first)):
        return None
    return replace(given, places=(), leading=False)

"""What clauses state beside their title: the priority that holds for them."""

from worker.understanding.rules.fields import PriorityHit
from worker.understanding.rules.judging import Clause
from worker.understanding.rules.sheet import Sheet


def priority_of(sheet: Sheet, clauses: list[Clause], priorities: list[PriorityHit]) -> int | None:
    """The last priority (1 to 4) said in these clauses, None when none is."""
    found = None
    for clause in clauses:
        start, end = sheet.tokens[clause.places[0]].start, sheet.tokens[clause.places[-1]].end
        for hit in priorities:
            if start <= hit.start < end and not _is_dropped(sheet, hit):
                found = hit.number
    return found


def _is_dropped(sheet: Sheet, hit: PriorityHit) -> bool:
    return any(sheet.labels[at] == "dropped" for at in sheet.within(hit.start, hit.end))

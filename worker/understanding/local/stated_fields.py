"""What clauses state beside their title or their move: the priority that holds."""

from collections.abc import Sequence

from worker.understanding.intents import Intent, RescheduleTask, UpdateTask
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_classification import Clause
from worker.understanding.local.fields import PriorityHit
from worker.understanding.local.sections import Part


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


def urgent_too(
    sheet: Sheet, part: Part, priorities: list[PriorityHit], moved: Sequence[RescheduleTask | UpdateTask]
) -> list[Intent]:
    """The priority said beside a move: "... to Friday and make it urgent"."""
    level = priority_of(sheet, [Clause(part, "detail", [], ())], priorities)
    return [UpdateTask(task=each.task, field="priority", value=level) for each in moved if level]

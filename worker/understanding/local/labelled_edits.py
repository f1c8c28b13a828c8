"""What labelled clauses ask of open tasks: the rules' own edits, or those whose words name one task beyond doubt."""

import datetime as dt
from dataclasses import dataclass

from worker.understanding.context import Context, KnownTask
from worker.understanding.intents import (
    CompleteTask,
    Intent,
    RescheduleTask,
    UpdateTask,
)
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.completions import denies_done, is_deed, is_neutral, is_only_moved, is_report
from worker.understanding.local.fields import PriorityHit
from worker.understanding.local.labelled_clauses import LabelledClauses
from worker.understanding.local.labeller.kinds import TITLE
from worker.understanding.local.open_tasks import best_task, says_head
from worker.understanding.local.reschedules import moved_due
from worker.understanding.local.time_spent import minutes_spent

_WELL = 0.6  # the share of the said words that the title must hold
_CLEARLY = 0.5  # by how much it must lead the next task
_WHOLLY, _BY_A_WORD = 0.99, 0.15  # or all of them, and one word more than the next


@dataclass(frozen=True, slots=True)
class LabelledEdits:
    """Makes the edits of one labelled message that only the labels tell."""

    sheet: Sheet
    clauses: LabelledClauses
    priorities: list[PriorityHit]
    context: Context
    now: dt.datetime

    def edits(self, kind: str, places: range) -> list[Intent]:
        """The edits of a clause labelled "done" or "change"; none unless its words name one open task. Labels delete nothing."""
        task = None if kind == "drop" else self._named(kind, places)
        if task is None:
            return []
        if kind == "change":
            return self._changes(task, places)
        # What a member is still to do is not done.
        words = (self.sheet.low_at(at) for at in places)
        if self.clauses.person_in(places) or is_only_moved(words, task) or not self._tells_a_deed(places):
            return []
        return [CompleteTask(task=task.ref, actual_minutes=minutes_spent(self.sheet, places))]

    def _tells_a_deed(self, places: range) -> bool:
        """Whether a clause has a word of what was done, or how long it took, and none of what is still to come."""
        if denies_done(self.sheet, places):
            return False
        said = any(is_deed(self.sheet.low_at(at)) for at in places if self.sheet.tokens[at].is_word)
        return said or is_report(self.sheet, places) or minutes_spent(self.sheet, places) is not None

    def may_be_given(self, places: range) -> bool:
        """Whether a member named in what looks like a report may be the one who is still to do the task: "the fan is for Gus"."""
        return any(at in self.clauses.people for at in places) and not is_report(self.sheet, places)

    def _named(self, kind: str, places: range) -> KnownTask | None:
        """The open task that the labelled words of a clause name, far better than any other."""
        labels, roles = self.sheet.labels, self.clauses.roles
        said = [at for at in places if roles[at] == TITLE and labels[at] != "time"]
        words = [self.sheet.low_at(at) for at in said if self.sheet.tokens[at].kind != "mark"]
        words = [word for word in words if kind != "done" or not is_neutral(word)]
        match = best_task(words, self.context)
        if match is None or not says_head(words, match.task):
            return None
        clear = match.margin >= _CLEARLY or (match.coverage >= _WHOLLY and match.margin >= _BY_A_WORD)
        return match.task if match.coverage >= _WELL and clear else None

    def _changes(self, task: KnownTask, places: range) -> list[Intent]:
        found: list[Intent] = []
        if due := moved_due(self.sheet, places, task, self.now):
            found.append(RescheduleTask(task=task.ref, due=due))
        if name := self._taker(places):
            found.append(UpdateTask(task=task.ref, field="assignee", value=name))
        first, last = self.sheet.tokens[places[0]].start, self.sheet.tokens[places[-1]].end
        level = next((each.number for each in self.priorities if first <= each.start < last), None)
        if level is not None:
            found.append(UpdateTask(task=task.ref, field="priority", value=level))
        return found

    def _taker(self, places: range) -> str | None:
        """The one member these tokens give the task to ("not Kim but Lee"); None where they name none, or several."""
        hits = [hit for hit in self.clauses.people_in(places) if self.sheet.low_at(hit.first - 1) not in _NOT]
        names = {hit.name for hit in hits}
        return names.pop() if len(names) == 1 else None


_NOT = frozenset({"not", "не"})

"""The rules at work on a message, each of their clauses noted for the labeller."""

from typing import NamedTuple

from worker.understanding.context import Context, Message, Reading
from worker.understanding.dates import detect_language
from worker.understanding.intents import Intent
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_classification import Clause
from worker.understanding.local.labeller.features import Seen
from worker.understanding.local.labeller.rule_tags import RulePart, RuleTags
from worker.understanding.local.local_reader import RuleReader
from worker.understanding.local.sections import Part


class ReadClause(NamedTuple):
    """A clause as the rules read it: its kind, the tokens that give it to a member, and those of its title."""

    part: Part
    kind: str
    person: frozenset[int]
    title: frozenset[int]


class RecordedRules(RuleReader):
    """Reads by rules and notes what each clause was taken for."""

    def __init__(self, sheet: Sheet, message: Message, context: Context) -> None:
        super().__init__(sheet, message, context)
        self.read_clauses: list[ReadClause] = []
        self.marks = list(sheet.labels)

    def _judged(self, part: Part, before: Clause | None) -> Clause:
        clause = super()._judged(part, before)
        named = clause.assignment is not None and clause.assignment.name is not None
        person = frozenset(clause.assignment.places if clause.assignment and named else ())
        self.read_clauses.append(ReadClause(part, clause.kind, person, frozenset(clause.title)))
        return clause

    def _weigh_edits(self, part: Part, edits: list[Intent]) -> None:
        kind = edits[0].kind if edits else "nothing"
        self.read_clauses.append(ReadClause(part, kind, frozenset(), frozenset()))
        super()._weigh_edits(part, edits)

    def tags(self) -> RuleTags:
        """What was made of every token."""
        tags, parts = ["-"] * len(self.sheet), dict[int, RulePart]()
        for part in self.parts:
            for at in part.places:
                tags[at] = "I:none"
        before: set[str] = set()
        for each in sorted(self.read_clauses, key=lambda read: read.part.places.start):
            names = {hit.name for hit in self.people.values() if hit.first in each.person}
            parts[each.part.places.start] = self._part(each, names, before)
            before = names or before
            for at in each.part.places:
                tags[at] = _tag(each, at)
        return RuleTags(tags, parts)

    def _part(self, read: ReadClause, names: set[str], before: set[str]) -> RulePart:
        mentions = self.sheet.mentions_in(read.part.places)
        timed = any(m.kind in {"moment", "recurrence"} and not m.past for m in mentions)
        who = "none" if not names else "same" if names == before else "new"
        return RulePart(read.part.joint, read.kind, who, timed)


def _tag(read: ReadClause, at: int) -> str:
    role = "P" if at in read.person else "T" if at in read.title else "O"
    place = f"B{read.part.joint}" if at == read.part.places.start else "I"
    return f"{place}:{read.kind}:{role}"


def see(message: Message, context: Context) -> tuple[Seen, Reading, RecordedRules]:
    """A message as the labeller sees it, the rules' reading of it, and the rules with their marks of before they cut it.

    Raises OutOfStepsError."""
    sheet = Sheet(message.text, detect_language(message.text))
    rules = RecordedRules(sheet, message, context)
    reading = rules.reading()
    sheet.labels = list(rules.marks)
    return Seen(sheet, rules.people, context, rules.tags()), reading, rules

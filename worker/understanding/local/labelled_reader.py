"""The local reader: the rules' reading where they are sure, else that of the trained labels where they differ from it.

The labels weigh what the rules made of a message as one witness among others. They decide where clauses begin, what each
asks for, which words make its title and who is to do it; times, priorities, names and links are read as the rules read them.
"""

from dataclasses import replace

from worker.understanding.context import Context, Message, Reading
from worker.understanding.intents import CompleteAll, CompleteTask, Intent, Plan, TaskEdit
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.changes import renamed
from worker.understanding.local.clause_boundaries import ALSO, AND, THEN
from worker.understanding.local.clause_classification import Clause
from worker.understanding.local.clause_talk import tells_of_member
from worker.understanding.local.completions import without_repeats
from worker.understanding.local.deletions import refused
from worker.understanding.local.labelled_choice import Choice, confirms, doubts_the_task
from worker.understanding.local.labelled_clauses import LabelledClauses, part_of
from worker.understanding.local.labelled_edits import LabelledEdits
from worker.understanding.local.labeller.decoder import Piece
from worker.understanding.local.labeller.label_message import Labelled, label
from worker.understanding.local.local_reader import closed_reading
from worker.understanding.local.new_projects import project_of
from worker.understanding.local.open_tasks import best_task
from worker.understanding.local.recorded_rules import RecordedRules, see
from worker.understanding.local.sections import Part
from worker.understanding.local.small_talk import is_greeting
from worker.understanding.local.unclear_questions import unclear_questions

_MOSTLY = 0.6
_TO_A_TASK = frozenset({"done", "drop", "change"})
_ASKED_OF_THE_BOT = _TO_A_TASK | {"ask", "plan", "request"}


def read(message: Message, context: Context) -> Reading:
    """What is understood of a message without a model. Pure; raises OutOfStepsError and nothing else.

    An answer to a card, and a change of what was spoken of last, is read by the rules alone; so is what loses by labels."""
    if closed := closed_reading(message, context):
        return closed
    seen, by_rules, rules = see(message, context)
    if by_rules.sure or not seen.sheet.tokens:
        return by_rules
    clauses, by_labels = tuple(rules.read_clauses), _LabelledReader(rules, label(seen)).reading_by_labels()
    if confirms(by_labels, by_rules):
        return replace(by_rules, sure=True)
    if not doubts_the_task(by_rules) or _answers(by_rules, context):
        return by_rules
    return Choice(by_rules, by_labels, seen.sheet, clauses, rules.people).better()


def _answers(reading: Reading, context: Context) -> bool:
    """Whether a message answers a card, or speaks of open tasks in a way that the rules know."""
    edits = any(isinstance(intent, TaskEdit | CompleteAll) for intent in reading.intents)
    return context.replied_to is not None or edits or not _OF_TASKS.isdisjoint(reading.doubts)


# The doubts of the rules about what is said of open tasks.
_OF_TASKS = frozenset({"which task", "forbidden", "points back", "done by its result"})


class _LabelledReader(RecordedRules):
    """One message read by its labels; `rules` have marked its sheet and not yet cut it."""

    def __init__(self, rules: RecordedRules, labelled: Labelled) -> None:
        self.__dict__.update(rules.__dict__)
        self.doubts, self.unread, self.left_out, self.clauses = ["labels"], [], [], {}
        self.labelled, self.tags_of_rules = labelled, rules.tags()
        self.made = LabelledClauses(self.sheet, labelled.roles, self.people, self.tags_of_rules)
        self.edits = LabelledEdits(self.sheet, self.made, self.priorities, self.context, self.now)

    def reading_by_labels(self) -> Reading:
        """The reading of the labelled clauses, never a sure one."""
        found: list[tuple[int, Intent]] = []
        pending: list[Clause] = []
        pieces = _without_lone_joints(self.sheet, self.labelled.pieces)
        self.parts = [part_of(self.sheet, piece) for piece in pieces]
        for said, part in zip(pieces, self.parts, strict=True):
            piece = said
            if piece.kind == "task" and is_greeting(self.sheet, part.places):
                piece = replace(piece, kind="talk")
            elif piece.kind == "task" and tells_of_member(self.sheet, part.places, self._named()):
                piece = replace(piece, kind="aside")
            intents = self._asked_of(piece, part, found)
            if intents:
                self._weigh_edits(part, intents)
                for intent in intents:
                    self.clauses.setdefault(intent, self._text_of(part.places))
                found.extend((part.places.start, intent) for intent in intents)
            elif piece.kind in {"task", "head", "aside", "talk"}:
                clause = self.made.clause(piece, part)
                pending += [clause] if clause else []
                if piece.kind in {"aside", "talk"} and self._speaks_of_a_task(part):
                    self._leave_out(part)
            else:
                self._leave_out(part)
        found.extend(self._created(pending))
        intents = without_repeats(intent for _, intent in sorted(found, key=lambda each: each[0]))
        kept = tuple(self.left_out)
        self._weigh_all(intents, pending)
        return Reading(
            tuple(intents),
            "rules",
            False,
            tuple(self.unread),
            None,
            tuple(dict.fromkeys(self.doubts)),
            clauses=tuple(self.clauses.get(intent, "") for intent in intents),
            left_out=kept,
        )

    def _speaks_of_a_task(self, part: Part) -> bool:
        """Whether what is told beside the tasks is, by most of its words, about an open one."""
        match = best_task([self.sheet.low_at(at) for at in self.sheet.content(part.places)], self.context)
        return match is not None and match.coverage >= _MOSTLY

    def _leave_out(self, part: Part) -> None:
        """A clause that asks for something nothing was made of, or that speaks of a task beside others."""
        self.doubts.append("no intent")
        self.unread += [self.sheet.low_at(at) for at in self.sheet.content(part.places)]
        self.left_out.append(self._text_of(part.places))

    def _asked_of(self, piece: Piece, part: Part, before: list[tuple[int, Intent]]) -> list[Intent]:
        """The intents of a clause that is no new task."""
        sheet, places, context = self.sheet, part.places, self._meant(part, before)
        named = project_of(sheet, places, context) or (context.open_tasks and renamed(sheet, places, context))
        if named:
            return [named]
        if piece.kind in _ASKED_OF_THE_BOT:
            intents = self._edit(part, before) or self._labelled_only(piece, part)
            return [] if self.edits.may_be_given(places) and _completes(intents) else intents
        told = piece.kind in {"note", "talk", "aside"} and context.open_tasks
        return (self._done(part, before) or []) if told and sheet.low_at(places[-1]) != "?" else []

    def _is_task_of_rules(self, part: Part) -> bool:
        """Whether the rules find a task in a clause: "remind me tomorrow: dentist" asks for no plan."""
        begun = [
            self.tags_of_rules.part_at(part.places.start),
            *map(self.tags_of_rules.parts.get, part.places),
        ]
        return any(each is not None and each.kind == "task" for each in begun)

    def _labelled_only(self, piece: Piece, part: Part) -> list[Intent]:
        """What a clause asks for by its label alone, where the rules find nothing in it."""
        if piece.kind == "ask":
            return unclear_questions(self.sheet, self.parts, part, self.context)
        if piece.kind == "plan" and not self._is_task_of_rules(part):
            return [Plan(scope="week" if _WEEK & set(self.sheet.said(part.places).split()) else "today")]
        refusal = refused(self.sheet, part.places, self.context) if self.context.open_tasks else "no task"
        changes_a_task = piece.kind in _TO_A_TASK and not refusal
        return self.edits.edits(piece.kind, part.places) if changes_a_task else []


def _without_lone_joints(sheet: Sheet, pieces: list[Piece]) -> list[Piece]:
    """The clauses, one that is only a word that joins ("so", "and") put to the one it leads to."""
    kept: list[Piece] = []
    start = None
    for piece in pieces:
        first = piece.start if start is None else start
        alone = all(sheet.low_at(at) in AND | THEN | ALSO for at in range(piece.start, piece.stop))
        start = first if alone and piece is not pieces[-1] else None
        kept += [] if start is not None else [replace(piece, start=first)]
    return kept


def _completes(intents: list[Intent]) -> bool:
    return any(isinstance(intent, CompleteTask) for intent in intents)


_WEEK = frozenset({"week", "weeks", "неделю", "недели", "неделе", "неделя"})

"""Clauses folded into drafts of tasks: what headings, fronted days and trailing details give to each entry."""

from dataclasses import dataclass, field, replace

from worker.understanding.dates import Mention
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.assignments import Assignment
from worker.understanding.local.clause_classification import Clause
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.fields import PriorityHit
from worker.understanding.local.list_scope import Lead, day_only, for_entries, joined
from worker.understanding.local.sentences import is_remedy, only_says_when
from worker.understanding.local.small_talk import is_greeting
from worker.understanding.local.stated_fields import priority_of
from worker.understanding.local.third_party_requests import is_want
from worker.understanding.local.words.english_verbs import EITHER
from worker.understanding.local.words.word_table import listed

_UNITS = frozenset({"line", "item", "semicolon"})
_SENTENCES = frozenset({"stop", "line"})
_SAME_SENTENCE = frozenset({"comma", "and", "then", "bare", "also"})
MOMENTS = frozenset({"moment", "recurrence"})


@dataclass(slots=True)
class Draft:
    """A task in the making: its clauses, and the leads that hold for it."""

    clauses: list[Clause]
    heading: Lead
    fronted: Lead
    details: list[Clause] = field(default_factory=list)
    background: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)  # the words of the task before, for a pronoun


def fold(sheet: Sheet, clauses: list[Clause], priorities: list[PriorityHit], named: set[int]) -> list[Draft]:
    """The tasks of a message, in text order; `named` are the positions of members' names."""
    folding = _Folding(sheet, clauses, priorities, named)
    for number, clause in enumerate(clauses):
        folding.take(number, clause)
    return folding.finish()


class _Folding:
    def __init__(
        self, sheet: Sheet, clauses: list[Clause], priorities: list[PriorityHit], named: set[int]
    ) -> None:
        self.sheet, self.clauses, self.priorities, self.named = sheet, clauses, priorities, named
        self.drafts: list[Draft] = []
        self.heading, self.whole = Lead(), Lead()
        self.fronted = Lead()
        self.waiting: list[Clause] = []
        self.talk: list[int] = []
        self.semicolons = all(c.part.joint not in {"line", "item"} for c in clauses)
        self.has_units = sum(1 for clause in clauses if clause.part.joint in _UNITS) > 0

    def take(self, number: int, clause: Clause) -> None:
        joint = clause.part.joint
        if joint in _UNITS:
            self.heading, self.fronted = Lead(), Lead()
        elif joint in {"stop", "also", "start"}:
            self.fronted = Lead()
        elif joint == "then":
            kept = self.fronted.person
            called = kept is not None and (kept.heading or kept.is_call)
            self.fronted = Lead(self.fronted.moments, kept if called or self.sheet.language == "ru" else None)
        if clause.kind == "heading":
            self._lead(number, clause)
        elif clause.kind == "detail":
            self._detail(clause)
        elif clause.kind == "talk":
            self._talk(clause)
        else:
            self._task(clause)

    def _lead(self, number: int, clause: Clause) -> None:
        lead = self._lead_of(clause)
        following = self.clauses[number + 1].part.joint if number + 1 < len(self.clauses) else "start"
        opens_all = clause.part.joint == "start" and not self._many_people()
        if following in _UNITS or not self.has_units or (opens_all and self.semicolons):
            self.whole = joined(self.whole, lead)
        else:
            self.heading = joined(self.heading, lead)
        self.fronted = Lead()

    def _many_people(self) -> bool:
        return sum(1 for clause in self.clauses if clause.assignment and clause.assignment.heading) > 1

    def _lead_of(self, clause: Clause) -> Lead:
        moments = tuple(m for m in clause.mentions if m.kind in MOMENTS and not (m.past or m.background))
        named = not clause.assignment or any(at in self.sheet.known for at in clause.places)
        tokens = list(clause.places) if named else []
        return Lead(moments, clause.assignment, tokens, priority_of(self.sheet, [clause], self.priorities))

    def _detail(self, clause: Clause) -> None:
        if clause.for_all and self.drafts:
            for draft in self.drafts:
                draft.details.append(clause)
        elif self.drafts and clause.part.joint not in {"line", "item"}:
            self.drafts[-1].details.append(clause)
        elif clause.part.joint == "start" and self._heads(clause):
            self.whole = joined(self.whole, self._lead_of(clause))
        else:
            self.waiting.append(clause)

    def _heads(self, clause: Clause) -> bool:
        """Whether a clause is nothing but a name or a day: it holds for what follows."""
        content = self.sheet.content(clause.places)
        named = bool(content) and all(at in self.sheet.known for at in content)
        return named or any(m.kind == "moment" for m in clause.mentions)

    def _talk(self, clause: Clause) -> None:
        if not is_greeting(self.sheet, clause.places):
            self.talk.extend(clause.places)
        lead = [m for m in clause.mentions if m.kind == "moment" and not (m.past or m.background)]
        if lead and not self.drafts and clause.fronted:
            self.whole = joined(self.whole, Lead(tuple(lead)))
        elif lead and lead[-1].date_said and not self.fronted.moments:
            self.fronted = joined(self.fronted, Lead((day_only(lead[-1]),), told=True))

    def _task(self, clause: Clause) -> None:
        previous = self.drafts[-1] if self.drafts else None
        whose = self.fronted.person or (previous.clauses[-1].assignment if previous else None)
        if self.fronted.bound and clause.assignment and not _same_person(clause.assignment, whose):
            self.fronted = Lead(tokens=self.fronted.tokens)
        if previous and self._belongs_to(previous, clause):
            return
        if previous and not _moments(previous) and is_remedy(self.sheet, previous.clauses[-1], clause):
            self._into_background(self.drafts.pop())
            previous = None
        self.drafts.append(self._drafted(previous, clause))
        self._hold_front(clause)

    def _belongs_to(self, previous: Draft, clause: Clause) -> bool:
        """Whether a clause only adds to the task before, to which it is then added."""
        if _completes(self.sheet, previous.clauses[-1], clause):
            previous.clauses.append(clause)
            return True
        if _accompanies(self.sheet, previous, clause) and clause.assignment:
            previous.details.append(replace(clause, assignment=replace(clause.assignment, loose=True)))
            return True
        apart = clause.part.joint in _SENTENCES and not _moments(previous)
        if apart and only_says_when(self.sheet, clause, self.named):
            previous.details.append(clause)
            return True
        return False

    def _drafted(self, previous: Draft | None, clause: Clause) -> Draft:
        draft = Draft(
            [clause], joined(self.whole, self.heading), self.fronted, list(self.waiting), list(self.talk)
        )
        self.waiting = []
        if previous and clause.part.joint in _SAME_SENTENCE:
            draft.before = list(previous.clauses[-1].title)
        follows = clause.part.joint == "then" and previous is not None and _says_only_clock(clause)
        if previous and follows and not draft.fronted.moments:
            draft.fronted = joined(draft.fronted, Lead(_days(previous.clauses[-1])))
        return draft

    def _hold_front(self, clause: Clause) -> None:
        """Keep the day, person and names at the front of a clause for those that follow it."""
        if clause.assignment and clause.assignment.places and clause.assignment.name is None:
            self.fronted = replace(self.fronted, person=None)
        person = None if self._after_nobodys(clause) else _held_by(clause)
        named = self._names_in_front(clause)
        if clause.fronted or person or named:
            dayless = bool(self._led_moments()) and not any(m.date_said or m.elapsed for m in clause.fronted)
            moments = (
                ()
                if dayless or self._own_day_in_list(clause)
                else tuple(for_entries(m) for m in clause.fronted)
            )
            lead = joined(self.fronted, Lead(moments, person, named))
            self.fronted = replace(lead, bound=_after_person(self.sheet, clause, moments))

    def _after_nobodys(self, clause: Clause) -> bool:
        """Whether an entry of a headed list names a person where the one before it named none: it is theirs alone."""
        before = self.drafts[-2].clauses[-1] if len(self.drafts) > 1 else None
        headed = any(each.part.joint == "colon" for each in self.clauses)
        return headed and before is not None and before.assignment is None and clause.part.joint == "comma"

    def _own_day_in_list(self, clause: Clause) -> bool:
        """Whether a day was said for all of a list, so that the one in front of an entry is that entry's alone."""
        led = self.heading.moments or self.whole.moments
        return any(m.date_said for m in led) and clause.part.joint in {"comma", "colon"}

    def _led_moments(self) -> tuple[Mention, ...]:
        """The times that hold for the entry at hand: a clock time in front of it alone does not replace their day."""
        return self.fronted.moments or self.heading.moments or self.whole.moments

    def _into_background(self, draft: Draft) -> None:
        """A draft that turns out to be the fault which the next sentence mends: its priority stays."""
        self.talk.extend(at for clause in draft.clauses for at in clause.places)
        self.waiting.extend(draft.details)
        level = priority_of(self.sheet, draft.clauses, self.priorities)
        self.heading = joined(self.heading, Lead(priority=level))

    def _names_in_front(self, clause: Clause) -> list[int]:
        """Names of businesses and projects said before the verb ("по складу надо ..."): they hold for what follows."""
        front: list[int] = []
        for at in clause.title:
            if is_verb_head(self.sheet, at):
                return [place for place in front if place in self.sheet.known]
            front.append(at)
        led = len(front) > 1 and front[1] in self.sheet.known and self.sheet.low_at(front[0]) in _PLACED
        return [front[1]] if led else []

    def finish(self) -> list[Draft]:
        wants = [c for c in self.clauses if c.kind == "talk" and is_want(self.sheet, c.places)]
        if not self.drafts and len(wants) == len(self.clauses):
            self.drafts = [Draft([clause], Lead(), Lead()) for clause in wants]
        for clause in self.waiting:
            for draft in self.drafts[-1:]:
                draft.details.append(clause)
        return self.drafts


def _accompanies(sheet: Sheet, draft: Draft, clause: Clause) -> bool:
    """Whether a clause only tells a member's part in the event before: "shoot on Friday at 9, Kim brings the lamps"."""
    event, given = draft.clauses[-1], clause.assignment
    if clause.part.joint not in {"comma", "bare"} or given is None or not (given.name and given.finite):
        return False
    timed = any(m.kind in MOMENTS for m in clause.mentions)
    if event.assignment or timed or not any(m.time_said for m in event.mentions):
        return False
    content = sheet.content(event.title)
    first = content[0] if content else 0
    orders = is_verb_head(sheet, first) and (
        sheet.low_at(first) not in EITHER or sheet.low_at(first + 1) in _ARTICLES
    )
    return not orders


_PLACED = {"в", "во", "на", "по", "у"}
_ARTICLES = {"the", "a", "an", "my", "our"}


def _moments(draft: Draft) -> bool:
    """Whether a draft has a time of its own already."""
    said = [m for clause in (*draft.clauses, *draft.details) for m in clause.mentions]
    return any(m.kind in MOMENTS and not (m.past or m.background) for m in said)


def _ahead(clause: Clause) -> bool:
    """Whether a clause has a time of its own that is still to come."""
    return any(not (m.past or m.background) for m in clause.mentions)


def _same_person(given: Assignment, held: Assignment | None) -> bool:
    return held is not None and given.name == held.name


def _after_person(sheet: Sheet, clause: Clause, moments: tuple[Mention, ...]) -> bool:
    """Whether the day in front came after the person: "and Kim on Monday takes the van, and I ..."."""
    if not (clause.assignment and clause.assignment.places and clause.assignment.leading and moments):
        return False
    return all(m.start > sheet.tokens[min(clause.assignment.places)].start for m in moments)


def _completes(sheet: Sheet, before: Clause, clause: Clause) -> bool:
    """A fault and what to do about it are one task, and so are a task and who is to take "it"."""
    if clause.part.joint not in {"comma", "bare", "and", "stop"}:
        return False
    errand = [at for at in sheet.content(clause.title) if sheet.low_at(at) not in _NEED]
    if before.told and not clause.mentions and len(errand) <= 1 and clause.part.joint != "stop":
        return True
    if before.kind == "fault" and not _ahead(before) and clause.part.joint != "stop":
        return True
    lows = [sheet.low_at(at) for at in clause.title]
    points_back = (
        bool(clause.assignment and clause.assignment.name)
        and before.assignment is None
        and any(low in {"it", "that", "them", "em", "это", "его", "ее", "их"} for low in lows)
        and len(lows) <= 4
    )
    return points_back and clause.part.joint != "stop"


_NEED = listed("need to have must i we it him her them there надо нужно мне нам его ее их там")


def _held_by(clause: Clause) -> Assignment | None:
    """The person a sentence begins with: further infinitives are theirs too («Паше пересчитать и упаковать»)."""
    given = clause.assignment
    return given if given and given.leading and not given.finite else None


def _says_only_clock(clause: Clause) -> bool:
    moments = [m for m in clause.mentions if m.kind == "moment"]
    return bool(moments) and not any(m.date_said or m.elapsed for m in moments)


def _days(clause: Clause) -> tuple[Mention, ...]:
    """The day of a clause, for a clock time that follows it with "then"; none when the next names no time."""
    return tuple(day_only(m) for m in clause.mentions if m.kind == "moment" and m.date_said and not m.past)


def closes_with_day(draft: Draft) -> bool:
    """ "Fix the radio and clean the boards by Friday": the day at the end may be meant for both."""
    return any(m.kind == "moment" and m not in draft.clauses[0].fronted for m in draft.clauses[0].mentions)

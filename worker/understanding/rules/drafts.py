"""Clauses folded into tasks: what headings, fronted days and trailing details give to each entry."""

import datetime as dt
from dataclasses import dataclass, field, replace

from worker.understanding.actions import CreateTask, Due
from worker.understanding.calendar import Mention, combine, with_until
from worker.understanding.context import Context
from worker.understanding.rules.assigning import Assignment
from worker.understanding.rules.businesses import decide_business, named_project
from worker.understanding.rules.contents import referent
from worker.understanding.rules.fields import PriorityHit
from worker.understanding.rules.heads import is_verb_head
from worker.understanding.rules.judging import Clause
from worker.understanding.rules.morphology import has_form
from worker.understanding.rules.sheet import Sheet
from worker.understanding.rules.titles import make_title
from worker.understanding.rules.tokens import Token

_UNITS = frozenset({"line", "item", "semicolon"})
_MOMENTS = frozenset({"moment", "recurrence"})


@dataclass(slots=True)
class Lead:
    """What holds for the entries that follow: said in a heading, or at the front of a sentence."""

    moments: tuple[Mention, ...] = ()
    person: Assignment | None = None
    tokens: list[int] = field(default_factory=list)
    priority: int | None = None


@dataclass(slots=True)
class Draft:
    """A task in the making: its clauses, and the leads that hold for it."""

    clauses: list[Clause]
    heading: Lead
    fronted: Lead
    details: list[Clause] = field(default_factory=list)
    background: list[int] = field(default_factory=list)


def fold(sheet: Sheet, clauses: list[Clause], priorities: list[PriorityHit]) -> list[Draft]:
    """The tasks of a message, in text order."""
    folding = _Folding(sheet, clauses, priorities)
    for number, clause in enumerate(clauses):
        folding.take(number, clause)
    return folding.finish()


class _Folding:
    def __init__(self, sheet: Sheet, clauses: list[Clause], priorities: list[PriorityHit]) -> None:
        self.sheet, self.clauses, self.priorities = sheet, clauses, priorities
        self.drafts: list[Draft] = []
        self.heading, self.whole = Lead(), Lead()
        self.fronted = Lead()
        self.waiting: list[Clause] = []
        self.talk: list[int] = []
        self.has_units = sum(1 for clause in clauses if clause.part.joint in _UNITS) > 0

    def take(self, number: int, clause: Clause) -> None:
        joint = clause.part.joint
        if joint in _UNITS:
            self.heading, self.fronted = Lead(), Lead()
        elif joint in {"stop", "also", "start"}:
            self.fronted = Lead()
        elif joint == "then":
            self.fronted = Lead(self.fronted.moments)
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
        if following in _UNITS or not self.has_units:
            self.whole = _joined(self.whole, lead)
        else:
            self.heading = _joined(self.heading, lead)
        self.fronted = Lead()

    def _lead_of(self, clause: Clause) -> Lead:
        moments = tuple(m for m in clause.mentions if m.kind in _MOMENTS and not m.past)
        return Lead(
            moments, clause.assignment, list(clause.places), _priority(self.sheet, [clause], self.priorities)
        )

    def _detail(self, clause: Clause) -> None:
        if clause.for_all and self.drafts:
            for draft in self.drafts:
                draft.details.append(clause)
        elif self.drafts and clause.part.joint not in {"line", "item"}:
            self.drafts[-1].details.append(clause)
        else:
            self.waiting.append(clause)

    def _talk(self, clause: Clause) -> None:
        self.talk.extend(clause.places)
        lead = [m for m in clause.mentions if m.kind == "moment" and not (m.past or m.background)]
        if lead and not self.drafts and clause.fronted:
            self.whole = _joined(self.whole, Lead(tuple(lead)))

    def _task(self, clause: Clause) -> None:
        previous = self.drafts[-1] if self.drafts else None
        if previous and _completes(self.sheet, previous.clauses[-1], clause):
            previous.clauses.append(clause)
            return
        draft = Draft(
            [clause], _joined(self.whole, self.heading), self.fronted, list(self.waiting), list(self.talk)
        )
        self.waiting = []
        self.drafts.append(draft)
        person = _held_by(clause)
        named = self._names_in_front(clause)
        if clause.fronted or person or named:
            dayless = bool(self.fronted.moments) and not any(m.date_said or m.elapsed for m in clause.fronted)
            moments = () if dayless else tuple(_for_all(m) for m in clause.fronted)
            self.fronted = _joined(self.fronted, Lead(moments, person, named))

    def _names_in_front(self, clause: Clause) -> list[int]:
        """Names of businesses and projects said before the verb ("по бане надо ..."): they hold for what follows."""
        front: list[int] = []
        for at in clause.title:
            if is_verb_head(self.sheet, at):
                return [place for place in front if place in self.sheet.known]
            front.append(at)
        return []

    def finish(self) -> list[Draft]:
        for clause in self.waiting:
            for draft in self.drafts[-1:]:
                draft.details.append(clause)
        return self.drafts


def _completes(sheet: Sheet, before: Clause, clause: Clause) -> bool:
    """A fault and what to do about it are one task, and so are a task and who is to receive "it"."""
    if clause.part.joint not in {"comma", "bare", "and", "stop"}:
        return False
    if before.told and not clause.mentions and not clause.assignment and clause.part.joint != "stop":
        return True
    if before.kind == "fault" and not before.mentions and clause.part.joint != "stop":
        return True
    lows = [sheet.low_at(at) for at in clause.title]
    points_back = (
        bool(clause.assignment)
        and any(low in {"it", "that", "это", "его", "ее"} for low in lows)
        and len(lows) <= 4
    )
    return points_back and clause.part.joint != "stop"


def _joined(first: Lead, second: Lead) -> Lead:
    """The second lead over the first: what it names replaces, the rest stays."""
    return Lead(
        second.moments or first.moments,
        second.person or first.person,
        second.tokens or first.tokens,
        second.priority if second.priority is not None else first.priority,
    )


def _priority(sheet: Sheet, clauses: list[Clause], priorities: list[PriorityHit]) -> int | None:
    found = None
    for clause in clauses:
        start, end = sheet.tokens[clause.places[0]].start, sheet.tokens[clause.places[-1]].end
        for hit in priorities:
            if start <= hit.start < end and not _is_dropped(sheet, hit):
                found = hit.number
    return found


def _is_dropped(sheet: Sheet, hit: PriorityHit) -> bool:
    return any(sheet.labels[at] == "dropped" for at in sheet.within(hit.start, hit.end))


def tokens_of(sheet: Sheet, draft: Draft) -> list[int]:
    """Positions of all the words a draft was read from, its headings included."""
    own = [at for clause in (*draft.details, *draft.clauses) for at in clause.places]
    barred = {"dropped", "time", "noise", "person"}
    return [
        at for at in (*own, *draft.heading.tokens, *draft.fronted.tokens) if sheet.labels[at] not in barred
    ]


def create_task(
    sheet: Sheet, draft: Draft, priorities: list[PriorityHit], context: Context, now: dt.datetime
) -> CreateTask | None:
    """The action of a draft; None when no title is left."""
    title = _title(sheet, draft, context)
    if not title:
        return None
    own = [*draft.details, *draft.clauses]
    mentions = [m for clause in sorted(own, key=lambda c: c.places.start) for m in clause.mentions]
    person = _person(draft)
    numbered = _numbered(sheet, own)
    led = [(at, sheet.tokens[at]) for at in (*draft.heading.tokens, *draft.fronted.tokens)]
    project = named_project(numbered, context) or (named_project(led, context) if led else None)
    business = decide_business(numbered, context, project, None) if numbered else None
    if business is None and led:
        business = decide_business(led, context, project, None)
    if business is None:
        talk = [(at, sheet.tokens[at]) for at in draft.background]
        business = decide_business([*numbered, *talk], context, project, person)
    priority = _priority(sheet, own, priorities)
    due, recurrence = _due(draft, mentions, now)
    return CreateTask(
        title=title,
        business=business,
        project=project,
        assignee=person,
        due=due,
        priority=priority if priority is not None else draft.heading.priority,
        estimate_minutes=_minutes(mentions, "duration"),
        recurrence=recurrence,
        reminder_minutes_before=_minutes(mentions, "reminder"),
    )


def _numbered(sheet: Sheet, clauses: list[Clause]) -> list[tuple[int, Token]]:
    """The tokens that may name a business: all that was not dropped, said about time, or a person's name."""
    barred = {"dropped", "time", "noise"}
    places = [at for clause in clauses for at in clause.places if sheet.labels[at] not in barred]
    return [(at, sheet.tokens[at]) for at in places if sheet.labels[at] != "person"]


def _person(draft: Draft) -> str | None:
    for clause in [*draft.details, *draft.clauses]:
        if clause.assignment:
            return clause.assignment.name
    lead = draft.fronted.person or draft.heading.person
    return lead.name if lead else None


def _minutes(mentions: list[Mention], kind: str) -> int | None:
    found = [m.minutes for m in mentions if m.kind == kind and m.minutes and not m.past]
    return found[-1] if found else None


def _due(draft: Draft, mentions: list[Mention], now: dt.datetime) -> tuple[Due | None, str | None]:
    moments = [m for m in mentions if m.kind in _MOMENTS or m.is_span]
    moments = [m for m in moments if not (m.past or m.background or m.negated)]
    rule = next((m for m in moments if m.kind == "recurrence" and m.rrule), None)
    leads = [*draft.heading.moments, *draft.fronted.moments]
    rule = rule or next((m for m in leads if m.kind == "recurrence" and m.rrule), None)
    if not any(m.date_said or m.elapsed or m.kind == "recurrence" for m in moments):
        dated = next(
            (m for m in reversed(leads) if m.date_said or m.kind == "recurrence" or not moments), None
        )
        if dated:
            moments = [_day_only(dated) if moments else dated, *moments]
    recurrence = rule.rrule if rule else None
    if recurrence:
        last = next((m for m in moments if m.kind == "moment" and m.relation == "until" and m.date), None)
        if last and last.date:
            recurrence = with_until(recurrence, last.date)
            moments = [m for m in moments if m is not last]
    return (combine(tuple(moments), now) if moments else None), recurrence


def _held_by(clause: Clause) -> Assignment | None:
    """The person a sentence begins with: further infinitives are theirs too («Паше пересчитать и упаковать»)."""
    given = clause.assignment
    return given if given and given.leading and not given.finite else None


def _for_all(mention: Mention) -> Mention:
    """What a time at the front of a sentence gives to the entries after it: its day and "morning", not its clock time."""
    return mention if mention.vague or not mention.date_said or mention.elapsed else _day_only(mention)


def _day_only(mention: Mention) -> Mention:
    return replace(mention, time=None, time_said=False, vague=False)


def _title(sheet: Sheet, draft: Draft, context: Context) -> str:
    pieces: list[str] = []
    for clause in draft.clauses:
        finite = bool(clause.assignment and clause.assignment.finite) or _lets_us(sheet, clause)
        piece = make_title(sheet, clause.title, finite=finite)
        if piece and not (pieces and clause.assignment and len(piece.split()) <= 2):
            pieces.append(piece)
    if len(pieces) > 1:
        pieces = [pieces[0], *(piece[:1].lower() + piece[1:] for piece in pieces[1:])]
    title = ": ".join(pieces)[:180]
    named = referent(sheet, title, draft.background, context)
    return f"{title} ({named})" if named else title


def _lets_us(sheet: Sheet, clause: Clause) -> bool:
    """Whether the speaker says what "we" will do («проверим»): the title takes the infinitive."""
    return any(
        has_form(sheet.low_at(at), "VERB", "1per", "indc")
        or has_form(sheet.low_at(at), "VERB", "1per", "incl")
        for at in clause.title
    )

"""Labelled clauses in the form of the rules: parts with their joints, titles from labelled words, people from labelled names."""

from dataclasses import dataclass, replace

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.assignments import Assignment, takes_over
from worker.understanding.local.clause_boundaries import ALSO, AND, THEN, so_that
from worker.understanding.local.clause_classification import Clause, ClauseKind, fronted_times
from worker.understanding.local.clause_starts import does, is_finite
from worker.understanding.local.labeller.decoder import Piece
from worker.understanding.local.labeller.kinds import OTHER, PERSON, TITLE
from worker.understanding.local.labeller.rule_tags import RuleTags
from worker.understanding.local.members import MemberHit
from worker.understanding.local.people import assignment
from worker.understanding.local.phrases import phrases
from worker.understanding.local.sections import Joint, Part, is_bullet, mark_bullet

_JOINTS: dict[str, Joint] = {";": "semicolon", ":": "colon", ",": "comma"}
_NEEDS = frozenset({"needs", "wants", "awaits", "ждет", "просит", "хочет"})
_CANNOT = frozenset({"can't", "cant", "cannot", "couldn't", "couldnt", "won't", "wont", "isn't", "isnt"})
_MANAGES = frozenset({"может", "сможет", "успевает", "успеет", "будет"})
_STOPS = frozenset({".", "!", "?", "…", "..."})
# Never part of a title, whatever the labels say.
_NO_TITLE = frozenset({"dropped", "person", "glue", "noise", "priority", "asking", "time"})


def part_of(sheet: Sheet, piece: Piece) -> Part:
    """The part of a labelled clause; its bullet and conjunctions are marked as glue and left out of it."""
    start, joint = piece.start, _joint_before(sheet, piece.start)
    if is_bullet(sheet, start):
        mark_bullet(sheet, start)
        joint = "item"
        while start < piece.stop - 1 and sheet.labels[start] == "glue":
            start += 1
    while start < piece.stop - 1 and (sheet.low_at(start) in AND | THEN | ALSO or so_that(sheet, start)):
        joint = _joined(joint, sheet.low_at(start))
        sheet.mark([start], "glue", over=True)
        start += 1
    return Part(range(start, piece.stop), joint)


def _joint_before(sheet: Sheet, at: int) -> Joint:
    if at == 0:
        return "start"
    if sheet.on_new_line(at):
        return "line"
    before = sheet.low_at(at - 1)
    return "stop" if before in _STOPS else _JOINTS.get(before, "bare")


def _joined(joint: Joint, word: str) -> Joint:
    """The joint that a conjunction makes of a weaker one."""
    if joint not in {"comma", "bare", "and"}:
        return joint
    return "also" if word in ALSO else "then" if word in THEN else "and"


@dataclass(frozen=True, slots=True)
class LabelledClauses:
    """Makes the clauses of one labelled message; `people` are the members it names by their first token."""

    sheet: Sheet
    roles: list[int]
    people: dict[int, MemberHit]
    rules: RuleTags

    def clause(self, piece: Piece, part: Part) -> Clause | None:
        """The clause of a task, heading or aside; None for talk that gives no task a length or reminder."""
        given = self._given(piece, part.places)
        if given:
            self.sheet.mark(given.places, "person", over=True)
        mentions = self.sheet.mentions_in(part.places)
        title = self._title(part.places) if piece.kind == "task" else self._unmarked(part.places)
        kind = self._kind(piece, part, given)
        if kind is None:
            return None
        return Clause(part, kind, title, mentions, fronted_times(self.sheet, part.places, mentions), given)

    def _unmarked(self, places: range) -> list[int]:
        return [at for at in places if self.sheet.labels[at] is None]

    def _kind(self, piece: Piece, part: Part, given: Assignment | None) -> ClauseKind | None:
        if piece.kind == "head":
            return "heading"
        if piece.kind == "task":
            return self._kind_of_task(part, given)
        mentions = self.sheet.mentions_in(part.places)
        adds = any(m.kind in {"duration", "reminder"} and not (m.past or m.background) for m in mentions)
        bare = not self.sheet.content(part.places)
        adds = adds or (
            piece.kind == "aside" and bare and (bool(mentions) or self._says_priority(part.places))
        )
        return "detail" if adds else "talk" if piece.kind == "aside" else None

    def _kind_of_task(self, part: Part, given: Assignment | None) -> ClauseKind:
        places = part.places
        takes = given is not None and given.name and not given.heading
        if not self.sheet.content(places) or (
            takes and given and takes_over(self.sheet, self._unmarked(places), given)
        ):
            return "detail"
        by_rules = self.rules.parts.get(places.start)
        fault = phrases(self.sheet.language).fault.search(self.sheet.said(places))
        return "fault" if fault or (by_rules and by_rules.kind == "fault") else "task"

    def _says_priority(self, places: range) -> bool:
        return any(self.sheet.labels[at] == "priority" for at in places)

    def people_in(self, places: range) -> list[MemberHit]:
        """The members these tokens give something to, by label; none who is said to be unable ("Kim can't do the shelves")."""
        return [
            hit
            for hit in self.people.values()
            if any(self.roles[at] == PERSON for at in range(hit.first, hit.last + 1) if at in places)
            and not self._cannot(hit)
        ]

    def person_in(self, places: range) -> MemberHit | None:
        """The first member these tokens give something to, by label."""
        return next(iter(self.people_in(places)), None)

    def _given(self, piece: Piece, places: range) -> Assignment | None:
        """Whom a clause gives its task to: the labelled member, else what the sender keeps."""
        by_rules = assignment(self.sheet, places, self.people)
        own = by_rules if by_rules and by_rules.name is None else None
        hit = self.person_in(places) if piece.kind in {"task", "head"} else None
        same = by_rules is not None and hit is not None and by_rules.name == hit.name
        if hit is None or (hit.how == "role" and not same) or (not same and self._needs_it(hit)):
            return own
        given = by_rules if same and by_rules else self._loosely(hit)
        lead = self._leads(hit, places)
        heading = given.heading or piece.kind == "head" or (lead and self.sheet.low_at(hit.last + 1) == ":")
        return replace(given, heading=heading, leading=lead, finite=given.finite and lead)

    def _cannot(self, hit: MemberHit) -> bool:
        after = self.sheet.low_at(hit.last + 1)
        return after in _CANNOT or (after == "не" and self.sheet.low_at(hit.last + 2) in _MANAGES)

    def _needs_it(self, hit: MemberHit) -> bool:
        """ "Kim needs the rota": she gets it, somebody else makes it."""
        return self.sheet.low_at(hit.last + 1) in _NEEDS and self.sheet.low_at(hit.last + 2) not in {
            "to",
            "2",
        }

    def _loosely(self, hit: MemberHit) -> Assignment:
        after = self.sheet.low_at(hit.last + 1)
        finite = does(after) if self.sheet.language == "en" else is_finite(after)
        return Assignment(hit.name, tuple(range(hit.first, hit.last + 1)), finite=finite, loose=True)

    def _leads(self, hit: MemberHit, places: range) -> bool:
        titled = [
            at for at in self.sheet.content(places) if self.roles[at] == TITLE and at not in self.people
        ]
        return not titled or hit.first < titled[0]

    def _title(self, places: range) -> list[int]:
        """The labelled words with the marks between and around them; all unmarked words where none is labelled."""
        labels, tokens = self.sheet.labels, self.sheet.tokens
        unable = {
            at for hit in self.people.values() if self._cannot(hit) for at in range(hit.first, hit.last + 1)
        }
        kept = {
            at
            for at in places
            if self.roles[at] != OTHER and labels[at] not in _NO_TITLE and at not in unable
        }
        if not kept:
            return self._unmarked(places)
        kept |= {near for at in places if self._belongs_to_a_name(at, kept) for near in (at - 1, at)}
        first, last = min(kept), max(kept)
        between = range(first + 1, last)
        kept |= {
            at
            for at in between
            if tokens[at].kind == "mark" and labels[at] is None and {at - 1, at + 1} <= kept
        }
        if first - 1 in places and tokens[first - 1].text in {"«", '"', "("}:
            kept.add(first - 1)
        if last + 1 in places and tokens[last + 1].text in {"»", '"', ")"}:
            kept.add(last + 1)
        return sorted(kept)

    def _belongs_to_a_name(self, at: int, kept: set[int]) -> bool:
        """Whether the token is a figure that one mark joins to a kept word, as in "nginx-2" and «станок/20»."""
        if at < 2 or self.sheet.labels[at] in _NO_TITLE or at - 2 not in kept:
            return False
        name, mark, figure = self.sheet.tokens[at - 2 : at + 1]
        joined = name.end == mark.start and mark.end == figure.start
        return joined and mark.kind == "mark" and figure.kind == "number"

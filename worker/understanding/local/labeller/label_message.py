"""A message labelled: its clauses with their kinds, the roles of its words, and how far this leads the rules' own reading."""

from dataclasses import dataclass

from worker.understanding.local.labeller.boundaries import beginnings
from worker.understanding.local.labeller.decoder import (
    Piece,
    Rows,
    best_clauses,
    best_roles,
    pieces_of,
    worth_of,
)
from worker.understanding.local.labeller.features import Seen, role_features, token_features
from worker.understanding.local.labeller.kinds import KINDS, PERSON, TITLE
from worker.understanding.local.labeller.rule_tags import RulePart, RuleTags
from worker.understanding.local.labeller.weights import weights

_EDITS = frozenset({"complete", "reschedule", "update", "delete"})
_OUT = -(10**9)
# The kinds that a clause of the rules may have here.
_SAME: dict[str, tuple[str, ...]] = {
    "task": ("task",),
    "fault": ("task",),
    "heading": ("head",),
    "talk": ("talk", "aside", "note"),
    "complete": ("done",),
    "reschedule": ("change",),
    "update": ("change",),
    "delete": ("drop",),
    "query": ("ask",),
    "plan": ("plan",),
    "create_project": ("request",),
    "nothing": ("drop", "change", "talk", "request", "note"),
}
_ASKED = ("ask", "request", "plan")
_LEADS: tuple[str, ...] = ("head", "aside", "talk", "task")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The clauses and word roles of a message. `lead` is by how much they outweigh the rules' clauses, `same_people`
    whether they give the same members something to do."""

    pieces: list[Piece]
    roles: list[int]
    lead: int
    same_people: bool


def label(seen: Seen) -> Labelled:
    """The labels of a message under the weights of its language. The sheet has at least one token."""
    models = weights(seen.sheet.language)
    features = token_features(seen)
    clauses, roles = models["clauses"], models["roles"]
    scores = [clauses.sums(each) for each in features]
    labels = best_clauses(scores, clauses.links, beginnings(seen.sheet))
    said = best_roles(
        [roles.sums(each) for each in role_features(features, labels)], roles.links, barred_roles(seen)
    )
    lead = _lead(scores, clauses.links, labels, seen.rules)
    return Labelled(_divided(pieces_of(labels), seen.rules), said, lead, _same_people(seen, said))


def barred_roles(seen: Seen) -> list[frozenset[int]]:
    """The roles that no token may have by what it is: only a member's name is a person, nothing taken back is a title."""
    named = {at for hit in seen.people.values() for at in range(hit.first, hit.last + 1)}
    taken_back = frozenset({TITLE, PERSON})
    return [
        taken_back if label == "dropped" else frozenset() if at in named else frozenset({PERSON})
        for at, label in enumerate(seen.sheet.labels)
    ]


def _same_people(seen: Seen, roles: list[int]) -> bool:
    given = {
        hit.name
        for hit in seen.people.values()
        if any(roles[at] == PERSON for at in range(hit.first, hit.last + 1))
    }
    by_rules = {
        hit.name
        for hit in seen.people.values()
        if seen.rules.tags and seen.rules.tags[hit.first].endswith(":P")
    }
    return given == by_rules


def _lead(scores: Rows, links: Rows, labels: list[int], rules: RuleTags) -> int:
    others = best_clauses(scores, links, [True] * len(scores), _only_of(rules, len(scores)))
    return worth_of(scores, links, labels) - worth_of(scores, links, others)


def _only_of(rules: RuleTags, size: int) -> list[list[int]]:
    """What rules out every labelling but those that the rules' clauses allow."""
    rows: list[list[int]] = []
    allowed = _LEADS
    for at in range(size):
        part = rules.parts.get(at)
        begins = at == 0 or (part is not None and (part.kind != "detail" or allowed is _LEADS))
        if part is not None and part.kind != "detail":
            allowed = _SAME.get(part.kind, _ASKED)
        row = []
        for kind in KINDS:
            worth = 0 if kind in allowed else _OUT
            row += [_OUT if begins else worth, worth if begins else _OUT]
        rows.append(row)
    return rows


def _divided(pieces: list[Piece], rules: RuleTags) -> list[Piece]:
    """The clauses, those cut in two that hold one person's task and then another's, or two changes of tasks."""
    found: list[Piece] = []
    for piece in pieces:
        cuts = [piece.start, *_cuts(piece, rules)]
        found += [
            Piece(start, stop, piece.kind) for start, stop in zip(cuts, [*cuts[1:], piece.stop], strict=True)
        ]
    return found


def _cuts(piece: Piece, rules: RuleTags) -> list[int]:
    first = rules.part_at(piece.start)
    given = first is not None and (first.has_person or first.timed)
    cuts = []
    for at in sorted(start for start in rules.parts if piece.start < start < piece.stop):
        part = rules.parts[at]
        if _begins_anothers(piece, part, given=given) or _changes_another(piece, first, part):
            cuts.append(at)
        given = given or part.has_person or part.timed
    return cuts


def _begins_anothers(piece: Piece, part: RulePart, *, given: bool) -> bool:
    return piece.kind == "task" and part.kind == "task" and part.who == "new" and given


def _changes_another(piece: Piece, first: RulePart | None, part: RulePart) -> bool:
    changes = first is not None and first.kind in _EDITS and part.kind in _EDITS
    return piece.kind in {"done", "change", "drop"} and changes

"""A message labelled: its clauses with their kinds, and the roles of its words."""

from dataclasses import dataclass

from worker.understanding.local.labeller.boundaries import beginnings
from worker.understanding.local.labeller.decoder import (
    Piece,
    best_clauses,
    best_roles,
    pieces_of,
)
from worker.understanding.local.labeller.features import Seen, role_features, token_features
from worker.understanding.local.labeller.kinds import PERSON, TITLE
from worker.understanding.local.labeller.rule_tags import RulePart, RuleTags
from worker.understanding.local.labeller.weights import weights

_EDITS = frozenset({"complete", "reschedule", "update", "delete"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """The clauses and word roles of a message."""

    pieces: list[Piece]
    roles: list[int]


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
    return Labelled(_divided(pieces_of(labels), seen.rules), said)


def barred_roles(seen: Seen) -> list[frozenset[int]]:
    """The roles that no token may have by what it is: only a member's name is a person, nothing taken back is a title."""
    named = {at for hit in seen.people.values() for at in range(hit.first, hit.last + 1)}
    taken_back = frozenset({TITLE, PERSON})
    return [
        taken_back if label == "dropped" else frozenset() if at in named else frozenset({PERSON})
        for at, label in enumerate(seen.sheet.labels)
    ]


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

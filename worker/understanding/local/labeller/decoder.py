"""The best labels of a message under the sums of its features' weights (Viterbi's algorithm, whole numbers only)."""

from collections.abc import Sequence
from dataclasses import dataclass

from worker.understanding.local.labeller.kinds import BEGINS, KINDS, ROLES

Rows = Sequence[Sequence[int]]
_NEVER = -(10**12)


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause as labelled: its tokens from `start` up to `stop`, and its kind."""

    start: int
    stop: int
    kind: str


def best_clauses(
    scores: Rows, links: Rows, may_begin: Sequence[bool], extra: Rows | None = None
) -> list[int]:
    """The best label of every token: twice the number of its kind, and one more where a clause begins.

    `scores` holds COLUMNS sums a token, links[kind][before] what one kind after another is worth; `extra` is added to
    each token's labels (the trainer's margin, or what is ruled out)."""
    kinds = range(len(KINDS))
    best = [_begin(scores[0], k) + _of(extra, 0, 2 * k + 1) for k in kinds]
    back: list[list[int]] = []
    for at in range(1, len(scores)):
        best, came = _step(scores[at], best, links, may_begin[at], extra, at)
        back.append(came)
    k = max(kinds, key=lambda each: (best[each], -each))
    labels = [0] * len(scores)
    for at in range(len(scores) - 1, 0, -1):
        cell = back[at - 1][k]
        labels[at] = 2 * k + (cell & 1)
        k = cell >> 1
    labels[0] = 2 * k + 1
    return labels


def _step(
    row: Sequence[int], before: list[int], links: Rows, may_begin: bool, extra: Rows | None, at: int
) -> tuple[list[int], list[int]]:
    """The best sums up to a token for each kind, and where each came from: twice the kind before, one more at a start."""
    sums, came = [], []
    for k in range(len(KINDS)):
        stay, source = before[k] + row[k] + _of(extra, at, 2 * k), 2 * k
        if may_begin:
            worth = [score + link for score, link in zip(before, links[k], strict=True)]
            top = max(worth)
            begun = top + _begin(row, k) + _of(extra, at, 2 * k + 1)
            if begun > stay:
                stay, source = begun, 2 * worth.index(top) + 1
        sums.append(stay)
        came.append(source)
    return sums, came


def _begin(row: Sequence[int], kind: int) -> int:
    return row[kind] + row[BEGINS] + row[BEGINS + 1 + kind]


def _of(extra: Rows | None, at: int, label: int) -> int:
    return extra[at][label] if extra else 0


def pieces_of(labels: Sequence[int]) -> list[Piece]:
    """The clauses that labels describe."""
    starts = [at for at, label in enumerate(labels) if label & 1]
    ends = [*starts[1:], len(labels)]
    return [Piece(start, stop, KINDS[labels[start] >> 1]) for start, stop in zip(starts, ends, strict=True)]


def best_roles(
    scores: Rows, links: Rows, barred: Sequence[frozenset[int]], extra: Rows | None = None
) -> list[int]:
    """The best role of every token; `barred` are the roles each cannot have, links[role][before] as for clauses."""
    roles = range(len(ROLES))
    best = [_role(scores, extra, 0, role, barred) for role in roles]
    back: list[list[int]] = []
    for at in range(1, len(scores)):
        came, sums = [], []
        for role in roles:
            worth = [score + link for score, link in zip(best, links[role], strict=True)]
            came.append(worth.index(max(worth)))
            sums.append(max(worth) + _role(scores, extra, at, role, barred))
        best = sums
        back.append(came)
    role = best.index(max(best))
    labels = [role]
    for came in reversed(back):
        role = came[role]
        labels.append(role)
    return labels[::-1]


def _role(scores: Rows, extra: Rows | None, at: int, role: int, barred: Sequence[frozenset[int]]) -> int:
    return _NEVER if role in barred[at] else scores[at][role] + _of(extra, at, role)

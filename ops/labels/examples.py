"""Marked messages as the trainer takes them: the features of every token, and its right labels."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ops.eval.items import item_context
from ops.labels.marked_text import Marked
from worker.understanding.context import Message
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_boundaries import ALSO, AND, THEN
from worker.understanding.local.labeller.boundaries import beginnings, closes_before
from worker.understanding.local.labeller.features import token_features
from worker.understanding.local.labeller.kinds import KINDS, OTHER
from worker.understanding.local.labeller.label_message import barred_roles
from worker.understanding.local.recorded_rules import see

# The moment at which all messages are read: a Tuesday morning.
NOW = dt.datetime(2026, 11, 24, 10, 30, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Example:
    """One message: `labels` and `roles` are those of the decoder, `may_begin` and `barred` its constraints."""

    features: list[list[str]]
    labels: list[int]
    roles: list[int]
    may_begin: list[bool]
    barred: list[frozenset[int]]
    worded: list[bool]


def example(marked: Marked, context: dict[str, Any]) -> Example | None:
    """The example of a message; None when it has no words."""
    seen, _, _ = see(Message(marked.text, NOW), item_context({"context": context}))
    sheet = seen.sheet
    if not sheet.tokens or not marked.clauses:
        return None
    clauses = _clauses(sheet, marked)
    labels = [
        2 * KINDS.index(marked.clauses[number][0]) + (at == 0 or number != clauses[at - 1])
        for at, number in enumerate(clauses)
    ]
    barred = barred_roles(seen)
    roles = [OTHER if role in out else role for role, out in zip(_roles(sheet, marked), barred, strict=True)]
    may = [can or bool(label & 1) for can, label in zip(beginnings(sheet), labels, strict=True)]
    worded = [token.kind != "mark" for token in sheet.tokens]
    return Example(token_features(seen), labels, roles, may, barred, worded)


def _clauses(sheet: Sheet, marked: Marked) -> list[int]:
    """The number of the clause each token lies in: closing marks with the clause before, conjunctions with the next."""
    starts = [start for _, start, _ in marked.clauses]
    found = [max(0, sum(start <= token.start for start in starts) - 1) for token in sheet.tokens]
    for at in range(1, len(found)):
        if found[at] != found[at - 1] and closes_before(sheet, at):
            found[at] = found[at - 1]
    for at in range(len(found) - 2, 0, -1):
        joins = sheet.low_at(at) in AND | THEN | ALSO and sheet.labels[at] is None
        if joins and found[at] != found[at + 1] and found[at - 1] == found[at]:
            found[at] = found[at + 1]
    return found


def _roles(sheet: Sheet, marked: Marked) -> list[int]:
    roles = [OTHER] * len(sheet)
    for role, start, stop in marked.roles:
        for at, token in enumerate(sheet.tokens):
            if start <= token.start < stop or token.start <= start < token.end:
                roles[at] = role
    return roles

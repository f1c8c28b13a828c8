"""What the rules made of a message, token by token: the labeller weighs it as one more witness."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class RulePart(NamedTuple):
    """One clause of the rules: the joint before it, its kind, whose it is, and whether it has a time of its own.

    `kind` is that of a clause ("task", "heading", ...), of the intent the rules made of it ("complete", ...), or "nothing"
    where they refuse. `who` is "new", "same" or "none" beside the person of the clause before."""

    joint: str
    kind: str
    who: str
    timed: bool

    @property
    def has_person(self) -> bool:
        """Whether the rules give this clause to a member."""
        return self.who != "none"


@dataclass(frozen=True, slots=True)
class RuleTags:
    """`tags` has one tag a token (clause joint, kind and role), `parts` the clauses by their first token."""

    tags: list[str] = field(default_factory=list)
    parts: dict[int, RulePart] = field(default_factory=dict)

    def part_at(self, at: int) -> RulePart | None:
        """The clause of the rules that begins at this token or last before it."""
        first = max((start for start in self.parts if start <= at), default=None)
        return None if first is None else self.parts[first]

    def features(self, at: int, word_class: str) -> Iterator[str]:
        """The features that a token has by what the rules made of it."""
        if not self.tags:
            return
        tag, before = self.tags[at], self.tags[at - 1] if at else "-"
        after = self.tags[at + 1] if at + 1 < len(self.tags) else "-"
        yield from (f"r={tag}", f"r-1,0={before},{tag}", f"r0,c0={tag},{word_class}", f"r1={after}")
        if part := self.parts.get(at):
            yield f"rp={part.joint}:{part.kind}:{part.who}:{part.timed:d}"

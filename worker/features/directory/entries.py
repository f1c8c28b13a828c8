"""The three kinds of directory entries, and how many of each a workspace may have (invariant I12)."""

from dataclasses import dataclass
from typing import Literal

from models.tables.business import Business
from models.tables.member import Member
from models.tables.project import Project

Entry = Business | Project | Member
Subject = Literal["business", "project", "member"]


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of entry. `letter` is used in callback data; `most` counts archived entries too."""

    letter: str
    subject: Subject
    table: type[Business] | type[Project] | type[Member]
    most: int


BUSINESS = EntryKind("b", "business", Business, 100)
PROJECT = EntryKind("p", "project", Project, 1000)
MEMBER = EntryKind("m", "member", Member, 300)
KINDS: tuple[EntryKind, ...] = (BUSINESS, PROJECT, MEMBER)
KIND_BY_LETTER: dict[str, EntryKind] = {kind.letter: kind for kind in KINDS}
KIND_BY_SUBJECT: dict[str, EntryKind] = {kind.subject: kind for kind in KINDS}


def entry_kind(row: Entry) -> EntryKind:
    """The kind of an entry."""
    return next(kind for kind in KINDS if isinstance(row, kind.table))

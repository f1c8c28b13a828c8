"""Kinds: the three sorts of things a world is made of, and how many of each there may be (invariant I12)."""

from dataclasses import dataclass
from typing import Literal

from models.tables.business import Business
from models.tables.member import Member
from models.tables.project import Project

Row = Business | Project | Member
Subject = Literal["business", "project", "member"]


@dataclass(frozen=True, slots=True)
class Kind:
    """`letter` stands in the data of buttons; `most` counts archived rows too."""

    letter: str
    subject: Subject
    table: type[Business] | type[Project] | type[Member]
    most: int


BUSINESS = Kind("b", "business", Business, 100)
PROJECT = Kind("p", "project", Project, 1000)
MEMBER = Kind("m", "member", Member, 300)
KINDS: tuple[Kind, ...] = (BUSINESS, PROJECT, MEMBER)
BY_LETTER: dict[str, Kind] = {kind.letter: kind for kind in KINDS}
BY_SUBJECT: dict[str, Kind] = {kind.subject: kind for kind in KINDS}


def kind_of(row: Row) -> Kind:
    """The kind a row is of."""
    return next(kind for kind in KINDS if isinstance(row, kind.table))

"""Rows: the businesses, projects and people of one workspace, archived ones too, found by id or as they are said."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.member import Member, Membership
from models.tables.project import Project
from models.tables.workspace import Workspace
from worker.features.directory.kinds import BUSINESS, MEMBER, PROJECT, Kind, Row
from worker.features.directory.name_checks import fold
from worker.understanding.local.business_names import same_word
from worker.understanding.local.members import same_name
from worker.understanding.local.message_tokens import lowered, normalise, tokenise


@dataclass(slots=True)
class Rows:
    """One workspace's world. `works_for` gives the business ids of a member."""

    workspace_id: int
    of_kind: dict[str, list[Row]] = field(default_factory=dict)
    works_for: dict[int, set[int]] = field(default_factory=dict)

    def all_of(self, kind: Kind) -> list[Row]:
        """Every row of a kind, in the order they were made."""
        return self.of_kind.get(kind.letter, [])

    def living(self, kind: Kind) -> list[Row]:
        """Those that are not archived."""
        return [row for row in self.all_of(kind) if row.archived_at is None]

    def by_id(self, kind: Kind, row_id: int | None) -> Row | None:
        """The row of that id in this workspace; None for every other id."""
        return next((row for row in self.all_of(kind) if row.id == row_id), None)

    def exactly(self, kind: Kind, said: str) -> Row | None:
        """The row whose name or nickname this is, letter by letter but for case and ё."""
        folded = fold(said)
        named = [row for row in self.all_of(kind) if fold(row.name) == folded]
        called = [row for row in self.all_of(kind) if folded in map(fold, aliases_of(row))]
        return next(iter(named or called), None)

    def find(self, kind: Kind, said: str, *, archived: bool = False) -> Row | None:
        """The one row that is meant, in any grammatical form («в Ремонте»); None when none or several are.

        Only living rows, or with `archived` only those that are not.
        """
        found = self.exactly(kind, said)
        if found is not None and (found.archived_at is not None) == archived:
            return found
        words = [token.low for token in tokenise(lowered(normalise(said))) if token.kind != "mark"]
        near = [
            row
            for row in self.all_of(kind)
            if (row.archived_at is not None) == archived and _said(words, row, kind)
        ]
        return near[0] if len(near) == 1 else None


def aliases_of(row: Row) -> list[str]:
    """A member's nicknames; nothing else has any."""
    return row.aliases if isinstance(row, Member) else []


def _said(words: list[str], row: Row, kind: Kind) -> bool:
    same = same_name if kind is MEMBER else same_word
    for name in (row.name, *aliases_of(row)):
        known = [token.low for token in tokenise(lowered(normalise(name))) if token.kind != "mark"]
        if known and len(known) == len(words) and all(map(same, words, known)):
            return True
    return False


async def load_rows(session: AsyncSession, workspace_id: int, *, changing: bool = False) -> Rows:
    """A workspace's world. With `changing` its row is locked, so that two changes of one world never cross."""
    if changing:
        await session.exec(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())
    rows = Rows(workspace_id)
    for kind in (BUSINESS, PROJECT, MEMBER):
        rows.of_kind[kind.letter] = await _of_kind(session, kind.table, workspace_id)
    statement = select(Membership).where(Membership.workspace_id == workspace_id)
    for membership in (await session.exec(statement)).all():
        rows.works_for.setdefault(membership.member_id, set()).add(membership.business_id)
    return rows


async def _of_kind(
    session: AsyncSession, table: type[Business] | type[Project] | type[Member], workspace_id: int
) -> list[Row]:
    statement: Any = select(table).where(table.workspace_id == workspace_id).order_by(col(table.id))
    return list((await session.exec(statement)).all())

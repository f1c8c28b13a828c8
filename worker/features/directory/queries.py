"""The businesses, projects and people of a workspace, archived ones too, found by id or by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.member import Member, Membership
from models.tables.project import Project
from models.tables.workspace import Workspace
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.speaker import Speaker
from worker.features.directory.entries import BUSINESS, MEMBER, PROJECT, Entry, EntryKind
from worker.features.directory.name_checks import fold_name
from worker.understanding.local.business_names import same_word
from worker.understanding.local.members import same_name
from worker.understanding.local.message_tokens import lowered, normalise, tokenise


@dataclass(slots=True)
class Directory:
    """The entries of one workspace. `works_for` maps a member's id to the ids of their businesses, `roles` to those of
    them in which they are a manager or a viewer, `away` to when they do not work, as text, where that is to be shown."""

    workspace_id: int
    of_kind: dict[str, list[Entry]] = field(default_factory=dict)
    works_for: dict[int, set[int]] = field(default_factory=dict)
    away: dict[int, list[str]] = field(default_factory=dict)
    roles: dict[int, dict[int, str]] = field(default_factory=dict)

    def all_of(self, kind: EntryKind) -> list[Entry]:
        """Every entry of a kind, in the order of creation."""
        return self.of_kind.get(kind.letter, [])

    def living(self, kind: EntryKind) -> list[Entry]:
        """Those that are not archived."""
        return [row for row in self.all_of(kind) if row.archived_at is None]

    def by_id(self, kind: EntryKind, row_id: int | None) -> Entry | None:
        """The entry of that id in this workspace; None for every other id."""
        return next((row for row in self.all_of(kind) if row.id == row_id), None)

    def exactly(self, kind: EntryKind, said: str) -> Entry | None:
        """The entry whose name or nickname this is, but for case and «ё»."""
        folded = fold_name(said)
        named = [row for row in self.all_of(kind) if fold_name(row.name) == folded]
        called = [row for row in self.all_of(kind) if folded in map(fold_name, aliases_of(row))]
        return next(iter(named or called), None)

    def find(self, kind: EntryKind, said: str, *, archived: bool = False) -> Entry | None:
        """The one entry a name means in any grammatical form («в Ремонте»); None for none or several.

        Only entries that are not archived, or with `archived` only those that are.
        """
        found = self.exactly(kind, said)
        if found is not None and (found.archived_at is not None) == archived:
            return found
        words = [token.low for token in tokenise(lowered(normalise(said))) if token.kind != "mark"]
        near = [
            row
            for row in self.all_of(kind)
            if (row.archived_at is not None) == archived and _is_named(words, row, kind)
        ]
        return near[0] if len(near) == 1 else None


def aliases_of(row: Entry) -> list[str]:
    """A member's nicknames; empty for other entries."""
    return row.aliases if isinstance(row, Member) else []


def _is_named(words: list[str], row: Entry, kind: EntryKind) -> bool:
    same = same_name if kind is MEMBER else same_word
    for name in (row.name, *aliases_of(row)):
        known = [token.low for token in tokenise(lowered(normalise(name))) if token.kind != "mark"]
        if known and len(known) == len(words) and all(map(same, words, known)):
            return True
    return False


async def load_known_directory(session: AsyncSession, speaker: Speaker) -> Directory:
    """The entries of their workspace that the speaker may know of: all of them only for the owner."""
    return known_directory(speaker, await load_directory_names(session, speaker))


def known_directory(speaker: Speaker, names: DirectoryNames) -> Directory:
    """The same from names that are loaded already."""
    directory = Directory(speaker.workspace_id)
    known: tuple[tuple[EntryKind, Mapping[int, Entry]], ...] = (
        (BUSINESS, names.businesses),
        (PROJECT, names.projects),
        (MEMBER, names.members),
    )
    for kind, rows in known:
        directory.of_kind[kind.letter] = [rows[row_id] for row_id in sorted(rows)]
    directory.works_for = {member: set(businesses) for member, businesses in names.works_for.items()}
    directory.roles = {member: dict(held) for member, held in names.roles.items()}
    return directory


async def load_directory(session: AsyncSession, workspace_id: int, *, changing: bool = False) -> Directory:
    """The entries of a workspace. With `changing` the workspace is locked, so that changes never overlap."""
    if changing:
        await session.exec(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())
    directory = Directory(workspace_id)
    for kind in (BUSINESS, PROJECT, MEMBER):
        directory.of_kind[kind.letter] = await _load_entries(session, kind.table, workspace_id)
    statement = select(Membership).where(Membership.workspace_id == workspace_id)
    for membership in (await session.exec(statement)).all():
        directory.works_for.setdefault(membership.member_id, set()).add(membership.business_id)
        if membership.role != "member":
            directory.roles.setdefault(membership.member_id, {})[membership.business_id] = membership.role
    return directory


async def _load_entries(
    session: AsyncSession, table: type[Business] | type[Project] | type[Member], workspace_id: int
) -> list[Entry]:
    statement: Any = select(table).where(table.workspace_id == workspace_id).order_by(col(table.id))
    return list((await session.exec(statement)).all())

"""Writes every change of a business, project or member together with an event of its values before and after."""

import datetime as dt
from typing import Any

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.directory_event import DirectoryEvent
from models.tables.member import Member, Membership
from models.tables.operation import Operation
from models.tables.project import Project
from worker.features.directory.calendars import revoke_calendars
from worker.features.directory.entries import Entry, EntryKind, entry_kind
from worker.features.directory.invitations import withdraw_invitations
from worker.features.directory.queries import Directory


class DirectoryRecorder:
    """Writes entries and their events under one operation, within the caller's transaction."""

    def __init__(
        self, session: AsyncSession, directory: Directory, operation: Operation, now: dt.datetime
    ) -> None:
        self._session = session
        self._directory = directory
        self._operation = operation
        self._now = now

    async def make(self, kind: EntryKind, **fields: Any) -> Entry:
        """A new entry; the caller has checked that its name is free."""
        businesses = fields.pop("businesses", [])
        row: Entry = kind.table(workspace_id=self._directory.workspace_id, created_at=self._now, **fields)
        self._session.add(row)
        await self._session.flush()
        self._directory.of_kind.setdefault(kind.letter, []).append(row)
        if businesses:
            await self._assign(row, businesses)
        self._record(row, None, entry_content(row, self._directory))
        return row

    async def change(self, row: Entry, **fields: Any) -> bool:
        """Set new values (those of `entry_content`); False when nothing differs."""
        old = entry_content(row, self._directory)
        changed = {name: value for name, value in fields.items() if old[name] != value}
        if not changed:
            return False
        for name, value in changed.items():
            await self._set(row, name, value)
        self._session.add(row)
        await self._session.flush()
        self._record(row, {name: old[name] for name in changed}, changed)
        return True

    async def _set(self, row: Entry, name: str, value: Any) -> None:
        if name == "archived":
            row.archived_at = self._now if value else None
            if isinstance(row, Member) and row.id is not None:
                # A link that was sent before must not restore the member.
                await withdraw_invitations(self._session, row.id, self._now)
                if value:
                    await revoke_calendars(self._session, row.id)
        elif name == "businesses":
            await self._assign(row, value)
        else:
            setattr(row, name, value)

    async def _assign(self, row: Entry, businesses: list[int]) -> None:
        """Set all businesses a member works for."""
        assert row.id is not None
        before, after = self._directory.works_for.get(row.id, set()), set(businesses)
        for business_id in before - after:
            await self._session.execute(
                delete(Membership).where(
                    col(Membership.member_id) == row.id, col(Membership.business_id) == business_id
                )
            )
        self._session.add_all(
            Membership(member_id=row.id, business_id=business_id, workspace_id=self._directory.workspace_id)
            for business_id in sorted(after - before)
        )
        self._directory.works_for[row.id] = after

    def _record(self, row: Entry, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        assert self._operation.id is not None
        assert row.id is not None
        self._session.add(
            DirectoryEvent(
                workspace_id=self._directory.workspace_id,
                operation_id=self._operation.id,
                subject=entry_kind(row).subject,
                subject_id=row.id,
                before=before,
                after=after,
                created_at=self._now,
            )
        )


def entry_content(row: Entry, directory: Directory) -> dict[str, Any]:
    """An entry's fields as events keep them: JSON values, without bookkeeping columns."""
    content: dict[str, Any] = {"name": row.name, "archived": row.archived_at is not None}
    if isinstance(row, Business):
        return content | {"emoji": row.emoji, "keywords": list(row.keywords)}
    if isinstance(row, Project):
        return content | {"business_id": row.business_id}
    works_for = sorted(directory.works_for.get(row.id or 0, set()))
    return content | {"aliases": list(row.aliases), "role": row.role, "businesses": works_for}

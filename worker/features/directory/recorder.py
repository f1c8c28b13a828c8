"""Writes every change of a business, project or member together with an event of its values before and after."""

import datetime as dt
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select
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
from worker.features.directory.role_notices import tell_of_roles


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
        if "businesses" in fields and "roles" not in fields:
            # Who leaves a business has no role in it; undone, they have theirs again.
            stays = {str(business) for business in fields["businesses"]}
            fields["roles"] = {firm: role for firm, role in old["roles"].items() if firm in stays}
        changed = {name: value for name, value in fields.items() if old[name] != value}
        if not changed:
            return False
        # Roles last: they are kept with the businesses.
        for name in sorted(changed, key=lambda each: each == "roles"):
            await self._set(row, name, changed[name])
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
        elif name == "roles":
            await self._set_roles(row, value)
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

    async def _set_roles(self, row: Entry, roles: dict[str, str]) -> None:
        """Set what a member may do in each business; a member is who has no role there. They are told."""
        assert isinstance(row, Member)
        assert row.id is not None
        await self._session.flush()
        before = self._directory.roles.get(row.id, {})
        after = {int(business): role for business, role in roles.items()}
        statement = select(Membership).where(Membership.member_id == row.id)
        for membership in (await self._session.exec(statement)).all():
            membership.role = after.get(membership.business_id, "member")
            self._session.add(membership)
        self._directory.roles[row.id] = after
        await tell_of_roles(self._session, self._directory, row, before, self._operation, self._now)

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
    roles = {str(firm): role for firm, role in sorted(directory.roles.get(row.id or 0, {}).items())}
    return content | {"aliases": list(row.aliases), "role": row.role, "businesses": works_for, "roles": roles}

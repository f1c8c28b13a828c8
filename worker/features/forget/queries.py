"""What an erasure would delete, counted, and when the last backup without it is the oldest there is."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.settings import Settings
from models.tables.all_tables import METADATA
from models.tables.backup_run import BackupRun
from models.tables.chat import Chat
from models.tables.erasure import Erasure
from models.tables.member import Member
from worker.core.speaker import Speaker
from worker.features.forget.erased_rows import Lanes, person_conditions, workspace_conditions

# No accounts are needed to count: records of jobs are not told.
_NO_LANES = Lanes((), ())


@dataclass(frozen=True, slots=True)
class ErasedCounts:
    """How many rows of each table go, and how many tasks of businesses lose their executor (of a person only)."""

    rows: dict[str, int]
    unassigned: int = 0

    def of(self, table: str) -> int:
        """The rows of one table."""
        return self.rows.get(table, 0)


_TOLD = ("task", "business", "project", "member", "note", "operation", "plan", "appointment", "assignment")


async def count_erased(session: AsyncSession, speaker: Speaker, member: Member | None) -> ErasedCounts:
    """What would go with the workspace, or with one of its people."""
    if member is None or member.id is None:
        conditions = workspace_conditions(speaker.workspace_id, _NO_LANES)
    else:
        conditions = person_conditions(speaker.workspace_id, member.id, _NO_LANES)
    rows = {}
    for name in _TOLD:
        if name in conditions:
            counted = columns(func.count()).select_from(METADATA.tables[name]).where(conditions[name])
            rows[name] = int((await session.execute(counted)).scalar_one())
    if member is None:
        return ErasedCounts(rows)
    task = METADATA.tables["task"]
    given = (
        columns(func.count())
        .select_from(task)
        .where(task.c.workspace_id == speaker.workspace_id, task.c.assignee_id == member.id)
    )
    return ErasedCounts(rows, int((await session.execute(given)).scalar_one()) - rows["task"])


async def backups_forget_on(session: AsyncSession, settings: Settings, now: dt.datetime) -> dt.date | None:
    """The day (UTC) by which the last backup that knows today's data is deleted; None where there are no backups.

    A backup stays for BACKUP_DAYS days, and the newest of a week for BACKUP_WEEKS weeks after it.
    """
    made = (await session.exec(select(BackupRun.id).where(BackupRun.state == "done").limit(1))).first()
    if made is None:
        return None
    today = now.astimezone(dt.UTC).date()
    monday = today - dt.timedelta(days=today.weekday())
    by_weeks = monday + dt.timedelta(weeks=settings.backup_weeks)
    return max(today + dt.timedelta(days=settings.backup_days), by_weeks)


async def find_person(session: AsyncSession, speaker: Speaker, member_id: int) -> Member | None:
    """A person of the speaker's workspace whom they may have erased: anybody but the owner, or only themselves."""
    if member_id != speaker.member_id and not speaker.is_owner:
        return None
    statement = select(Member).where(
        Member.id == member_id, Member.workspace_id == speaker.workspace_id, ~col(Member.is_owner)
    )
    return (await session.exec(statement.with_for_update())).first()


async def name_of(session: AsyncSession, erasure: Erasure) -> str | None:
    """The name of the person whose data goes; None of a whole workspace, and once they are gone."""
    member = None if erasure.member_id is None else await session.get(Member, erasure.member_id)
    return None if member is None else member.name


async def owners_chats(session: AsyncSession, erasure: Erasure) -> list[Chat]:
    """The private chats of the workspace's owners, as far as there are any left."""
    statement = (
        select(Chat)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(Chat.workspace_id == erasure.workspace_id, col(Member.is_owner), Chat.kind == "private")
    )
    return list((await session.exec(statement)).all())

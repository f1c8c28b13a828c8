"""Look: what is wrong right now with the queue, the letters, the backups, the money, the disk and the digests."""

import asyncio
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.lanes import Lanes
from models.runtime.settings import Settings
from models.tables.backup_run import BackupRun
from models.tables.budget import WHOLE_BOT, Budget
from models.tables.chat import Chat
from models.tables.dead_letter import DeadLetter
from models.tables.member import Member
from models.tables.schedule import Schedule, ScheduleRun
from models.tables.workspace import Workspace
from worker.alerts.trouble import Trouble

# The ladder of one message takes seconds: five minutes mean that nobody works.
_QUEUE_OLD_MINUTES = 5
_DISK_LEAST_PERCENT = 10
_FAILURES_IN_A_ROW = 2
_DAY = dt.timedelta(days=1)


async def check_queue(redis: "Redis", lanes: Lanes, settings: Settings) -> list[Trouble]:
    """An update that waits for minutes; memory so full that the door refuses. Raises QueueError."""
    found = []
    minutes = (await lanes.oldest_ms() or 0) // 60_000
    if minutes >= _QUEUE_OLD_MINUTES:
        found.append(Trouble("queue_old", {"minutes": minutes, "chats": len(await lanes.names())}))
    memory: dict[str, Any] = await redis.info("memory")
    most = int(memory.get("maxmemory") or 0)
    percent = 100 * int(memory["used_memory"]) // most if most else 0
    if percent >= settings.queue_full_percent:
        found.append(Trouble("queue_full", {"percent": percent}))
    return found


async def check_rows(session: AsyncSession, settings: Settings, now: dt.datetime) -> list[Trouble]:
    """What the tables say is wrong."""
    looks = (
        _letters(session),
        _backup(session, settings, now),
        _budget(session, settings, now),
        _digests(session, now),
        _unreached(session),
    )
    return [trouble for look in looks if (trouble := await look)]


async def check_disk(place: Path = Path("/")) -> list[Trouble]:
    """The disk the containers stand on, as seen from inside one."""
    usage = await asyncio.to_thread(shutil.disk_usage, place)
    return list(disk_trouble(usage.free, usage.total))


def disk_trouble(free: int, total: int) -> Iterator[Trouble]:
    """Less than a tenth of the disk is free (bytes)."""
    percent = 100 * free // total
    if percent < _DISK_LEAST_PERCENT:
        yield Trouble("disk", {"free_gb": round(free / 1e9, 1), "percent": percent})


async def _letters(session: AsyncSession) -> Trouble | None:
    open_ones = col(DeadLetter.resolved_at).is_(None)
    count = (await session.exec(select(func.count()).select_from(DeadLetter).where(open_ones))).one()
    if not count:
        return None
    latest = select(DeadLetter.job_name).where(open_ones).order_by(col(DeadLetter.dead_at).desc()).limit(1)
    return Trouble("dead_letters", {"count": count, "job": (await session.exec(latest)).one()})


async def _backup(session: AsyncSession, settings: Settings, now: dt.datetime) -> Trouble | None:
    """No good backup for BACKUP_HOURS, or the last tries failed. Unset: nobody backs up here, and nobody is told."""
    if settings.backup_hours is None:
        return None
    good = (
        await session.exec(select(func.max(BackupRun.finished_at)).where(BackupRun.state == "done"))
    ).one()
    # A new bot has nothing to lose yet, and its first backup is under way.
    since = good or (await session.exec(select(func.min(Workspace.created_at)))).one() or now
    ended = select(BackupRun).where(BackupRun.state != "running").order_by(col(BackupRun.id).desc())
    tries = (await session.exec(ended.limit(_FAILURES_IN_A_ROW))).all()
    failing = len(tries) == _FAILURES_IN_A_ROW and all(row.state == "failed" for row in tries)
    hours = int((now - since).total_seconds() // 3600)
    if hours < settings.backup_hours and not failing:
        return None
    error = tries[0].error if tries and tries[0].state == "failed" else None
    return Trouble("backup", {"hours": hours, "ever": good is not None, "error": error})


async def _budget(session: AsyncSession, settings: Settings, now: dt.datetime) -> Trouble | None:
    """The whole bot's cap of today stopped a call. A workspace's own cap is told in its chats."""
    today = now.astimezone(dt.UTC).date()
    reached = select(Budget).where(
        Budget.scope == WHOLE_BOT,
        Budget.period == "day",
        Budget.starts_on == today,
        col(Budget.announced_at).is_not(None),
    )
    if (await session.exec(reached)).first() is None:
        return None
    return Trouble("budget", {"cap_usd": settings.budget_bot_day_usd})


async def _digests(session: AsyncSession, now: dt.datetime) -> Trouble | None:
    """Digests of the last day that did not reach a chat which can be reached."""
    failed = (
        select(ScheduleRun.reason)
        .join(Schedule, col(Schedule.id) == col(ScheduleRun.schedule_id))
        .join(Chat, col(Chat.id) == col(Schedule.chat_id))
        .where(
            ScheduleRun.state == "failed",
            col(ScheduleRun.due_at) > now - _DAY,
            col(Chat.blocked_at).is_(None),
        )
        .order_by(col(ScheduleRun.due_at).desc())
    )
    reasons = (await session.exec(failed.limit(1000))).all()
    return Trouble("digests", {"count": len(reasons), "reason": reasons[0]}) if reasons else None


async def _unreached(session: AsyncSession) -> Trouble | None:
    """Owners whose own chat cannot be reached. Of others' chats the owner hears there (worker/features/digests/unreachable_chats.py)."""
    paused = select(Schedule.chat_id).where(col(Schedule.enabled), col(Schedule.paused_at).is_not(None))
    lost = (
        select(func.count(), func.max(Chat.blocked_at))
        .select_from(Chat)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(
            col(Member.is_owner),
            Chat.kind == "private",
            col(Chat.blocked_at).is_not(None),
            col(Chat.id).in_(paused),
        )
    )
    count, latest = (await session.exec(lost)).one()
    if not count or latest is None:
        return None
    return Trouble("unreached", {"count": count, "latest": latest.isoformat()}, stays=True)

"""The checks for problems: queue, dead letters, backups, budget, disk, digests, unreachable owners and the certificate."""

import asyncio
import datetime as dt
import shutil
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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

# Renewal begins 30 days before the end: at 14 it has failed for two weeks.
CERTIFICATE_LEAST_DAYS = 14
_CERTIFICATE_SECONDS = 10


# The kinds each check covers: one of them that the check does not report is over.
EACH_MINUTE = ("queue_old", "queue_full", "dead_letters", "backup", "budget", "disk", "digests", "unreached")
CERTIFICATE = ("certificate",)


# The retries of one message take seconds: five minutes mean that no worker is running.
_QUEUE_OLD_MINUTES = 5
_DISK_LEAST_PERCENT = 10
_FAILURES_IN_A_ROW = 2
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem that exists now. `facts` are JSON: they are stored and posted.

    With `stays`, which may last for good, it is not repeated each day, only when its `count` has grown.
    """

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    stays: bool = False


async def check_queue(redis: "Redis", lanes: Lanes, settings: Settings) -> list[Problem]:
    """An update that has waited for minutes; memory so full that the webhook refuses updates. Raises QueueError."""
    found = []
    minutes = (await lanes.oldest_ms() or 0) // 60_000
    if minutes >= _QUEUE_OLD_MINUTES:
        found.append(Problem("queue_old", {"minutes": minutes, "chats": len(await lanes.names())}))
    memory: dict[str, Any] = await redis.info("memory")
    most = int(memory.get("maxmemory") or 0)
    percent = 100 * int(memory["used_memory"]) // most if most else 0
    if percent >= settings.queue_full_percent:
        found.append(Problem("queue_full", {"percent": percent}))
    return found


async def check_rows(session: AsyncSession, settings: Settings, now: dt.datetime) -> list[Problem]:
    """Problems that show in the tables."""
    looks = (
        _check_dead_letters(session),
        _check_backups(session, settings, now),
        _check_budget(session, settings, now),
        _check_digests(session, now),
        _check_unreachable_owners(session),
    )
    return [problem for look in looks if (problem := await look)]


async def check_disk(place: Path = Path("/")) -> list[Problem]:
    """The disk the containers stand on, as seen from inside one."""
    usage = await asyncio.to_thread(shutil.disk_usage, place)
    return list(disk_problem(usage.free, usage.total))


def disk_problem(free: int, total: int) -> Iterator[Problem]:
    """Less than a tenth of the disk is free (bytes)."""
    percent = 100 * free // total
    if percent < _DISK_LEAST_PERCENT:
        yield Problem("disk", {"free_gb": round(free / 1e9, 1), "percent": percent})


async def _check_dead_letters(session: AsyncSession) -> Problem | None:
    open_ones = col(DeadLetter.resolved_at).is_(None)
    count = (await session.exec(select(func.count()).select_from(DeadLetter).where(open_ones))).one()
    if not count:
        return None
    latest = select(DeadLetter.job_name).where(open_ones).order_by(col(DeadLetter.dead_at).desc()).limit(1)
    return Problem("dead_letters", {"count": count, "job": (await session.exec(latest)).one()})


async def _check_backups(session: AsyncSession, settings: Settings, now: dt.datetime) -> Problem | None:
    """No good backup for BACKUP_HOURS, or the last attempts failed. Unset: no backups are made and none are missed."""
    if settings.backup_hours is None:
        return None
    good = (
        await session.exec(select(func.max(BackupRun.finished_at)).where(BackupRun.state == "done"))
    ).one()
    # A new bot is given the same time for its first backup.
    since = good or (await session.exec(select(func.min(Workspace.created_at)))).one() or now
    ended = select(BackupRun).where(BackupRun.state != "running").order_by(col(BackupRun.id).desc())
    tries = (await session.exec(ended.limit(_FAILURES_IN_A_ROW))).all()
    failing = len(tries) == _FAILURES_IN_A_ROW and all(row.state == "failed" for row in tries)
    hours = int((now - since).total_seconds() // 3600)
    if hours < settings.backup_hours and not failing:
        return None
    error = tries[0].error if tries and tries[0].state == "failed" else None
    return Problem("backup", {"hours": hours, "ever": good is not None, "error": error})


async def _check_budget(session: AsyncSession, settings: Settings, now: dt.datetime) -> Problem | None:
    """The whole bot's cap of today stopped a call. A workspace's own cap is announced in its chats."""
    today = now.astimezone(dt.UTC).date()
    reached = select(Budget).where(
        Budget.scope == WHOLE_BOT,
        Budget.period == "day",
        Budget.starts_on == today,
        col(Budget.announced_at).is_not(None),
    )
    if (await session.exec(reached)).first() is None:
        return None
    return Problem("budget", {"cap_usd": settings.budget_bot_day_usd})


async def _check_digests(session: AsyncSession, now: dt.datetime) -> Problem | None:
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
    return Problem("digests", {"count": len(reasons), "reason": reasons[0]}) if reasons else None


async def _check_unreachable_owners(session: AsyncSession) -> Problem | None:
    """Owners whose own chat cannot be reached; other members' chats are reported to their owner by the digests."""
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
    return Problem("unreached", {"count": count, "latest": latest.isoformat()}, stays=True)


async def check_certificate(
    address: str, now: dt.datetime, context: ssl.SSLContext | None = None
) -> list[Problem] | None:
    """A problem with the certificate at an https address; None (unknown) when the address does not answer."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        async with asyncio.timeout(_CERTIFICATE_SECONDS):
            days = await _days_left(host, parts.port or 443, now, context or ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        return [Problem("certificate", {"host": host, "days": None, "reason": error.verify_message})]
    except (OSError, TimeoutError):
        return None
    return [Problem("certificate", {"host": host, "days": days})] if days < CERTIFICATE_LEAST_DAYS else []


async def _days_left(host: str, port: int, now: dt.datetime, context: ssl.SSLContext) -> int:
    _, writer = await asyncio.open_connection(host, port, ssl=context, server_hostname=host)
    try:
        shown = writer.get_extra_info("peercert")
    finally:
        writer.transport.abort()
    ends = dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), dt.UTC)
    return (ends - now).days

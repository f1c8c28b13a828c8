"""The verdict on the whole bot, computed in one place so that all who show it agree."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis

from models.console.postgres_pool import Connection, PostgresPool
from models.health.queue_checks import (
    QUEUE_KINDS,
    QueueFacts,
    observed_kinds,
    queue_troubles,
    read_queue_facts,
)
from models.health.row_checks import ROW_CHECKS, find_waiting_locks
from models.health.trouble import KINDS, Level, Trouble, worst_first
from models.queue.connection import QueueError
from models.runtime import clock
from models.runtime.settings import Settings

_DISK_LEAST_PERCENT, _DISK_FULL_PERCENT = 10, 2
_SECONDS = 10.0
# A row check waits so long for a lock before it says that there is one.
_LOCK_TIMEOUT = "1s"
# SQLSTATEs: no such table or column; a lock was not given in time, or the statement was ended after its time.
_OTHER_SCHEMA, _BLOCKED = ("42P01", "42703"), ("55P03", "57014")


@dataclass(frozen=True, slots=True)
class Verdict:
    """All troubles, worst first. A kind that is not among `checked` could not be looked at: it is not known to be over."""

    troubles: list[Trouble]
    checked: frozenset[str]
    queue: QueueFacts | None = None

    @property
    def level(self) -> Level | None:
        """The worst level; None when all is well."""
        return self.troubles[0].level if self.troubles else None

    @property
    def wrong(self) -> list[Trouble]:
        """The troubles an operator should do something about."""
        return [trouble for trouble in self.troubles if trouble.level != "notice"]


async def load_verdict(redis: "Redis", settings: Settings) -> Verdict:
    """The verdict at this moment, in about ten seconds at most. Opens and closes a database connection of its own."""
    queue, rows = await asyncio.gather(_queue(redis, settings), _rows(settings))
    disk = Verdict(list(await asyncio.to_thread(_disk)), frozenset({"disk"}))
    parts = (queue, rows, disk)
    return Verdict(
        worst_first(trouble for part in parts for trouble in part.troubles),
        frozenset[str]().union(*(part.checked for part in parts)),
        queue.queue,
    )


def disk_trouble(free: int, total: int) -> Iterator[Trouble]:
    """Less than a tenth of the disk is free (bytes)."""
    percent = 100 * free // total
    if percent < _DISK_LEAST_PERCENT:
        facts = {"free_gb": round(free / 1e9, 1), "percent": percent}
        yield Trouble("disk", facts, worse=percent < _DISK_FULL_PERCENT)


def _disk() -> Iterator[Trouble]:
    """The disk the process stands on; in a container, that of the machine."""
    usage = shutil.disk_usage(Path("/"))
    return disk_trouble(usage.free, usage.total)


async def _queue(redis: "Redis", settings: Settings) -> Verdict:
    try:
        async with asyncio.timeout(_SECONDS):
            facts = await read_queue_facts(redis)
    except (QueueError, OSError, TimeoutError) as error:
        return Verdict([Trouble("queue_away", {"error": type(error).__name__})], frozenset({"queue_away"}))
    return Verdict(queue_troubles(facts, settings), QUEUE_KINDS | observed_kinds(facts), facts)


async def _rows(settings: Settings) -> Verdict:
    import asyncpg

    postgres = PostgresPool(settings.database_url, size=1)
    try:
        async with asyncio.timeout(_SECONDS), postgres.connection() as connection:
            found = await _checked_rows(connection, settings)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return Verdict(
            [Trouble("database_away", {"error": type(error).__name__})], frozenset({"database_away"})
        )
    finally:
        await postgres.close()
    return found


async def _checked_rows(connection: Connection, settings: Settings) -> Verdict:
    """All row checks. One that meets a lock, or another schema, says so and leaves its own kind unchecked."""
    import asyncpg

    await connection.execute(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
    locked, now = await find_waiting_locks(connection), clock.now()
    found, checked = [locked] if locked else [], {"database_away", "database_locked", "schema"}
    for check in ROW_CHECKS:
        try:
            trouble = await check.find(connection, settings, now)
        except asyncpg.PostgresError as error:
            met = _met_by_check(error)
            found += [met] if met.kind not in {each.kind for each in found} else []
            if met.kind == "database_locked":
                # The others would wait for the same lock, one after the other.
                break
            continue
        checked.add(check.kind)
        found += [trouble] if trouble else []
    return Verdict(found, frozenset(checked))


def _met_by_check(error: Exception) -> Trouble:
    """What a refused check means. Raises the error when it means that the server is away, or is a defect of ours."""
    state = getattr(error, "sqlstate", "") or ""
    if state in _OTHER_SCHEMA:
        return Trouble("schema", {"error": str(error)[:200]})
    if state in _BLOCKED:
        return Trouble("database_locked", {"count": 1, "seconds": 1, "holder": None})
    raise error


assert set(KINDS) >= {check.kind for check in ROW_CHECKS} | QUEUE_KINDS

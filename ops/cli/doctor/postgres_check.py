"""Checks of PostgreSQL: reachable, version, pgvector, schema, disk space and connections."""

import asyncio
import re
from pathlib import Path

import asyncpg

from migrations.upgrade import head, is_newer
from ops.cli.doctor import machine_check
from ops.cli.doctor.findings import Finding, fail, format_size, ok, warn
from ops.stores.process import command_line

SECONDS = 5
OLDEST = 16
# halfvec came with pgvector 0.7.
OLDEST_VECTOR = (0, 7)


def check_postgres(url: str) -> list[Finding]:
    """The findings about the database at `url` (postgresql:// with any driver)."""
    try:
        return asyncio.run(_look(re.sub(r"^\w+(\+\w+)?://", "postgresql://", url)))
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        return [fail("PostgreSQL", f"{type(error).__name__}: {error}", _how_to_reach(error))]


async def _look(url: str) -> list[Finding]:
    connection = await asyncpg.connect(url, timeout=SECONDS, command_timeout=SECONDS)
    try:
        findings = [await _version(connection), await _vector(connection), await _schema(connection)]
        findings += await _data(connection, connection.get_server_pid())
        findings += await _connections(connection)
        now_ms = float(await connection.fetchval("SELECT extract(epoch FROM clock_timestamp()) * 1000"))
        return [*findings, machine_check.check_clock(now_ms, "the database's")]
    finally:
        await connection.close()


async def _version(connection: asyncpg.Connection) -> Finding:
    number = int(await connection.fetchval("SHOW server_version_num"))
    found = f"version {await connection.fetchval('SHOW server_version')}"
    if number // 10_000 < OLDEST:
        return fail("PostgreSQL", found, f"use version {OLDEST} or newer; we test with 18")
    return ok("PostgreSQL", found)


async def _vector(connection: asyncpg.Connection) -> Finding:
    installed = await connection.fetchval("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
    offered = await connection.fetchval(
        "SELECT default_version FROM pg_available_extensions WHERE name = 'vector'"
    )
    if installed is None:
        if offered is None:
            return fail("pgvector", "is not installed on the server", "use the image pgvector/pgvector:pg18")
        return fail(
            "pgvector", "is not enabled in this database", "run `planner migrate` as a user who may create it"
        )
    if tuple(int(part) for part in installed.split(".")[:2]) < OLDEST_VECTOR:
        return fail(
            "pgvector",
            f"version {installed}",
            "ALTER EXTENSION vector UPDATE; 0.7 is the oldest supported version",
        )
    return ok("pgvector", f"version {installed}")


async def _schema(connection: asyncpg.Connection) -> Finding:
    wanted = head()
    there = await connection.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL")
    current = await connection.fetchval("SELECT version_num FROM alembic_version") if there else None
    if is_newer(current):
        return fail(
            "schema",
            f"at {current}, newer than this code, which knows {wanted}",
            "run the newer version of the code, or restore a backup of before the update",
        )
    if current != wanted:
        return fail("schema", f"at {current or 'nothing'}, the code needs {wanted}", "run `planner migrate`")
    return ok("schema", f"at {current}, the newest")


async def _data(connection: asyncpg.Connection, pid: int) -> list[Finding]:
    size = await connection.fetchval("SELECT pg_database_size(current_database())")
    findings = [ok("data", f"{format_size(size)} in the database")]
    may_ask = "SELECT pg_has_role(current_user, 'pg_read_all_settings', 'MEMBER')"
    # Its process shows whether the server is on this machine: a local address can be a tunnel.
    if "postgres" in command_line(pid) and await connection.fetchval(may_ask):
        folder = Path(await connection.fetchval("SHOW data_directory"))
        findings += machine_check.check_free_disk(_reachable(folder), "disk of the data")
    return findings


async def _connections(connection: asyncpg.Connection) -> list[Finding]:
    most = int(await connection.fetchval("SHOW max_connections"))
    used = int(
        await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        )
    )
    if used > 0.8 * most:
        return [warn("connections", f"{used} of {most}", "fewer workers, or a larger max_connections")]
    return [ok("connections", f"{used} of {most}")]


def _reachable(folder: Path) -> Path:
    """`folder`, or its nearest parent that we may access."""
    for place in (folder, *folder.parents):
        try:
            place.stat()
        except OSError:
            continue
        return place
    return Path("/")


def _how_to_reach(error: BaseException) -> str:
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return "create the database, or correct its name in DATABASE_URL"
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        return "correct user and password in DATABASE_URL"
    return "is the server running, and is DATABASE_URL right?"

"""The record of what operators did: writing one action, and finding them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import structlog

from models.console.like_pattern import pattern_containing
from models.console.postgres_pool import Connection, PostgresPool
from models.runtime import clock

log = structlog.get_logger()

ACTIONS_PER_PAGE = 100
_LONGEST = 500

Via = Literal["dashboard", "script", "terminal"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and how. `session` is the login's id, `address` where the request came from."""

    name: str
    via: Via
    session: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class OperatorActionRow:
    """One action of the record."""

    id: int
    done_at: dt.datetime
    actor: str
    via: str
    session: str | None
    address: str | None
    action: str
    target: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class OperatorActionPage:
    """One page, newest first; `next` is the `before` of the next page (0: the last one)."""

    actions: list[OperatorActionRow]
    next: int


async def record_operator_action(
    postgres: PostgresPool, actor: Actor, action: str, *, target: str, outcome: str, note: str = ""
) -> None:
    """Log an action and write it to the record. While the database is away the log alone has it, and says so."""
    log.info(
        "operator_action",
        who=actor.name,
        via=actor.via,
        session=actor.session,
        address=actor.address,
        action=action,
        target=target,
        outcome=outcome,
    )
    values = (clock.now(), actor.name, actor.via, actor.session, actor.address, action, target, outcome, note)
    try:
        async with postgres.connection() as connection:
            await connection.execute(_RECORD, *(_bounded(value) for value in values))
    except Exception as error:
        if not _is_away(error):
            raise
        log.warning("operator_action_not_recorded", action=action, target=target, error=type(error).__name__)


async def find_operator_actions(
    connection: Connection,
    *,
    text: str = "",
    action: str = "",
    before: int = 0,
    since: dt.datetime | None = None,
    limit: int = ACTIONS_PER_PAGE,
) -> OperatorActionPage:
    """Actions before the row `before` (0: the newest), done after `since`, whose actor, target or note has the text."""
    rows = await connection.fetch(
        _FIND, pattern_containing(text) if text else "", action, before, since, limit + 1
    )
    found = [OperatorActionRow(**dict(row)) for row in rows[:limit]]
    return OperatorActionPage(found, found[-1].id if len(rows) > limit else 0)


async def actions_known(connection: Connection) -> list[str]:
    """The names of all actions in the record, for a filter."""
    return [row["action"] for row in await connection.fetch(_KNOWN)]


def _bounded(value: Any) -> Any:
    return value[:_LONGEST].replace("\0", "") if isinstance(value, str) else value


def _is_away(error: Exception) -> bool:
    """Whether the database is away, locked, full or of another version; anything else is a defect."""
    state = str(getattr(error, "sqlstate", "") or "")
    away = isinstance(error, OSError | TimeoutError) or type(error).__name__ == "InterfaceError"
    return away or state.startswith(("08", "28", "3D", "42P01", "53", "55", "57"))


_RECORD = """
INSERT INTO operator_action (done_at, actor, via, session, address, action, target, outcome, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_FIND = """
SELECT id, done_at, actor, via, session, address, action, target, outcome, note FROM operator_action
WHERE ($1 = '' OR actor ILIKE $1 OR target ILIKE $1 OR note ILIKE $1) AND ($2 = '' OR action = $2)
  AND ($3::bigint = 0 OR id < $3::bigint) AND ($4::timestamptz IS NULL OR done_at > $4::timestamptz)
ORDER BY id DESC LIMIT $5
"""
_KNOWN = "SELECT DISTINCT action FROM operator_action ORDER BY 1 LIMIT 100"

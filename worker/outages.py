"""Outages: which errors mean that one of our own stores is away: waited out, never held against a job."""

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from models.queue.connection import QueueError

_SQLSTATES = ("08", "57P")  # connection exceptions; the server is starting, stopping or was told to
_PASSING = ("40001", "40P01", "53")  # serialization failure, deadlock, out of a resource


def is_outage(error: BaseException) -> bool:
    """True when Postgres or Redis is unreachable, starting, stopping, full or too busy."""
    if isinstance(error, QueueError | PoolTimeoutError | ConnectionError):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _passing(error) or _is_connection_loss(error.orig)
    return _is_connection_loss(error)


def _passing(error: DBAPIError) -> bool:
    state = str(getattr(error.orig, "sqlstate", "") or "")
    return state.startswith(_SQLSTATES + _PASSING)


def _is_connection_loss(error: BaseException | None) -> bool:
    if isinstance(error, OperationalError | InterfaceError):
        return False
    causes = (error, getattr(error, "__cause__", None))
    return any(
        isinstance(
            cause,
            OSError
            | asyncpg.PostgresConnectionError
            | asyncpg.InterfaceError
            | asyncpg.CannotConnectNowError,
        )
        for cause in causes
    )

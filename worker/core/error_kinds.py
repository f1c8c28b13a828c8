"""Classifies errors: a store of ours that is unavailable (retried without limit), or data that can never be handled."""

import errno
import socket

import asyncpg
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from models.queue.connection import QueueError
from models.queue.update_payload import UnreadableError

# Text Postgres cannot hold, JSON too deep for Python, a number of more than 64 bits.
_SHAPES = (UnreadableError, UnicodeError, RecursionError, OverflowError, ValidationError)
# Data exceptions (NUL, numbers and dates out of range), and limits of the program (too deep, too long for an index).
_STATES = ("22", "54")


# Connection exceptions; the server is starting, stopping or was told to; out of a resource; lost a race.
_PASSING_STATES = ("08", "57P", "53", "40001", "40P01")
_PASSING_ERRORS = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN}

# The last is raised on a connection that its server has ended but not closed yet.
_DRIVERS = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.InternalClientError,
)


def is_outage(error: BaseException) -> bool:
    """True when Postgres or Redis is unreachable, starting, stopping, full or too busy.

    A bare TimeoutError is a driver's: a job's own time limit is told apart in `attempts.py`. A value the driver
    cannot send is no outage, though it comes as an InterfaceError too.
    """
    if is_shape_error(error):
        return False
    if isinstance(error, QueueError | PoolTimeoutError):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _is_transient_state(error) or _is_connection_loss(error.orig)
    return _is_connection_loss(error)


def _is_transient_state(error: DBAPIError) -> bool:
    return str(getattr(error.orig, "sqlstate", "") or "").startswith(_PASSING_STATES)


def _is_connection_loss(error: BaseException | None) -> bool:
    return any(_is_lost_connection_error(cause) for cause in (error, getattr(error, "__cause__", None)))


def _is_lost_connection_error(error: BaseException | None) -> bool:
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror):
        return True
    if isinstance(error, _DRIVERS):
        return True
    return isinstance(error, OSError) and error.errno in _PASSING_ERRORS


def is_shape_error(error: BaseException | None) -> bool:
    """True when the data itself is at fault: every attempt would end in the same error."""
    if isinstance(error, StatementError):
        return _refused_by_database(error.orig) or is_shape_error(error.orig)
    return isinstance(error, _SHAPES) or _refused_by_driver(error)


def _refused_by_database(error: BaseException | None) -> bool:
    state = str(getattr(error, "sqlstate", "") or "")
    return state.startswith(_STATES) or _refused_by_driver(getattr(error, "__cause__", None))


def _refused_by_driver(error: BaseException | None) -> bool:
    """asyncpg's own refusal of a value it cannot send: an InterfaceError like those of a lost connection."""
    return isinstance(error, asyncpg.InterfaceError) and isinstance(error, ValueError)

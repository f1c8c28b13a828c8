"""Outages: which errors mean that one of our own stores is away: waited out, never held against a job."""

import errno
import socket

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from models.queue.connection import QueueError
from worker.core.shape_errors import is_shape_error

# Connection exceptions; the server is starting, stopping or was told to; out of a resource; lost a race.
_PASSING_STATES = ("08", "57P", "53", "40001", "40P01")
_PASSING_ERRORS = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN}

# The last is what a connection says whose server has said goodbye and not hung up yet.
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
        return error.connection_invalidated or _passing_state(error) or _is_connection_loss(error.orig)
    return _is_connection_loss(error)


def _passing_state(error: DBAPIError) -> bool:
    return str(getattr(error.orig, "sqlstate", "") or "").startswith(_PASSING_STATES)


def _is_connection_loss(error: BaseException | None) -> bool:
    return any(_is_lost(cause) for cause in (error, getattr(error, "__cause__", None)))


def _is_lost(error: BaseException | None) -> bool:
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror):
        return True
    if isinstance(error, _DRIVERS):
        return True
    return isinstance(error, OSError) and error.errno in _PASSING_ERRORS

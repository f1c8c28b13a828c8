"""Connections: the stores of the settings, for the time of one command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.queue.connection import QueueError, connect
from models.runtime.settings import settings


class StoreAwayError(Exception):
    """A store does not answer; the text says which and is fit for a terminal."""


@asynccontextmanager
async def connected() -> AsyncIterator[OperatorContext]:
    """Steering of DATABASE_URL and REDIS_URL. Raises StoreAwayError, SettingsError."""
    chosen = settings()
    redis = connect(chosen.redis_url)
    records = PostgresPool(chosen.database_url)
    try:
        yield OperatorContext(records, redis)
    except QueueError as error:
        raise StoreAwayError(f"The queue at REDIS_URL does not answer ({type(error).__name__}).") from error
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreAwayError(
            f"The database at DATABASE_URL does not answer ({type(error).__name__})."
        ) from error
    finally:
        await records.close()
        await redis.aclose()

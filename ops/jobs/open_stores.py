"""The stores named by the settings, opened for one command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.queue.connection import QueueError, connect_queue
from models.runtime.settings import settings


class StoreUnavailableError(Exception):
    """A store does not respond; the text says which and can be shown in a terminal."""


@asynccontextmanager
async def open_operator_context() -> AsyncIterator[OperatorContext]:
    """Steering of DATABASE_URL and REDIS_URL. Raises StoreAwayError, SettingsError."""
    chosen = settings()
    redis = connect_queue(chosen.redis_url)
    postgres = PostgresPool(chosen.database_url)
    try:
        yield OperatorContext(postgres, redis)
    except QueueError as error:
        raise StoreUnavailableError(
            f"The queue at REDIS_URL does not respond ({type(error).__name__})."
        ) from error
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreUnavailableError(
            f"The database at DATABASE_URL does not respond ({type(error).__name__})."
        ) from error
    finally:
        await postgres.close()
        await redis.aclose()

"""A small asyncpg pool for the operator's queries and commands, opened on first use.

No ORM: it would cost the api 24 MB (87 instead of 63) for pages that are rarely open.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

# A row of asyncpg: values by name. Times are aware and in UTC; JSON columns are text (see `parse_json_column`).
Row = Any
Connection = Any

_IDLE_SECONDS = 30.0
_PAGE_TIMEOUT_MS = 5_000


class PostgresPool:
    """At most `size` connections, none when idle. The server cancels statements that take over 5 s."""

    def __init__(self, database_url: str, *, size: int = 3) -> None:
        self._address = database_url.replace("postgresql+asyncpg://", "postgresql://", 1)
        self._size = size
        self._pool: Any = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection. Raises OSError or asyncpg.PostgresError when the database does not respond."""
        pool = await self._opened()
        async with pool.acquire(timeout=_PAGE_TIMEOUT_MS / 1000) as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A connection in one transaction: committed at the end, rolled back by an exception."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def close(self) -> None:
        """Close all connections."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def _opened(self) -> Any:
        async with self._opening:
            if self._pool is None:
                import asyncpg

                self._pool = await asyncpg.create_pool(
                    self._address,
                    min_size=0,
                    max_size=self._size,
                    max_inactive_connection_lifetime=_IDLE_SECONDS,
                    timeout=5,
                    command_timeout=10,
                    server_settings={
                        "statement_timeout": str(_PAGE_TIMEOUT_MS),
                        "application_name": "planner-operator",
                    },
                )
        return self._pool


def parse_json_column(value: Any) -> Any:
    """A JSON column's value, whether this connection returns it decoded or as text."""
    return json.loads(value) if isinstance(value, str | bytes) else value

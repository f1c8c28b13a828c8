"""Asks a database of a test through a connection of its own."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine


async def on(url: str, work: Callable[[Connection], Any]) -> Any:
    """What `work` makes of a connection."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()

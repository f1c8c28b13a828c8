"""Waiting in tests: for the thing itself, and so long that a machine many times slower is in time too."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

# An upper bound that costs nothing as long as what is waited for comes; a test may take PATIENCE_SECONDS several times.
PATIENCE_SECONDS = 120.0


async def until(
    happened: Callable[[], Awaitable[Any]], *, what: str, seconds: float = PATIENCE_SECONDS
) -> Any:
    """The first true answer of `happened`, asked again and again. AssertionError when none comes in time."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not (found := await happened()):
        assert loop.time() < deadline, f"not within {seconds:g} s: {what}"
        await asyncio.sleep(0.02)
    return found

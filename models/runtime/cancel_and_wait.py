"""Cancels background tasks reliably; one cancel is not always enough."""

import asyncio
from collections.abc import Iterable
from typing import Any


async def cancel_and_wait(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel tasks until every one of them has ended; their results and errors are dropped.

    redis-py sends through `asyncio.wait_for`, and Python 3.11's swallows a cancel that arrives in the instant the
    inner call completes: the task would then run for ever.
    """
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=0.2)

"""Sends every change of the state to open chat pages as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from ops.sandbox.state.telegram_state import TelegramState

HEARTBEAT_SECONDS = 15.0
SHOWN = frozenset(
    {
        "message",
        "edited",
        "deleted",
        "reaction",
        "action",
        "answer",
        "profile",
        "blocked",
        "reset",
        "update",
        "confirmed",
    }
)


def stream_events(state: TelegramState) -> StreamingResponse:
    """An endless text/event-stream; a comment every 15 s keeps it open."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_lines(state), media_type="text/event-stream", headers=headers)


async def _lines(state: TelegramState) -> AsyncIterator[str]:
    async with state.changes.subscribe() as queue:
        yield "retry: 1000\n\n"
        while not state.changes.closed:
            try:
                event = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if event["event"] in SHOWN:
                yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"

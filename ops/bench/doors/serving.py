"""Serving: every door of the comparison runs on the same server with the same settings as the api."""

import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Take = Callable[[int, bytes], Awaitable[None]]


def serve(start: Callable[[], Awaitable[Take]]) -> None:
    """Serve a bare ASGI app on `PORT` that reads an update's id and hands its body to `Take`; then answers 200."""
    uvicorn.run(
        _app(start),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
    )


def _app(start: Callable[[], Awaitable[Take]]) -> Any:
    hands: list[Take] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _lifespan(receive, send)
            return
        if not hands:
            hands.append(await start())
        body, more = b"", scope["method"] == "POST"
        while more:
            event = await receive()
            body, more = body + event.get("body", b""), event.get("more_body", False)
        if body:
            await hands[0](json.loads(body)["update_id"], body)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    return app


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return

"""Verifies, enqueues and acknowledges updates; passes other requests to the FastAPI app."""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

import structlog

from api.intake import Intake
from api.update_envelope import InvalidUpdateError, UpdateEnvelope, read_envelope

log = structlog.get_logger()

PATH = "/webhook/telegram"
MAX_BODY = 1_048_576
_RETRY_AFTER = b"2"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class AsgiApp(Protocol):
    """Any ASGI application."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""


class WebhookApp:
    """The outermost ASGI callable. Handles the webhook itself: a framework doubled its cost (ops/docs/design.md#webhook)."""

    def __init__(self, inner: AsgiApp, intake: Intake, secret: str) -> None:
        self.inner = inner
        self._intake = intake
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an update with 200, 400, 401, 405, 413, 415 or 503; pass other requests to the inner app."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.inner(scope, receive, send)
            return
        status = self._refusal(scope)
        if status is None:
            self._intake.secrets.accept()
            status = await self._take(receive)
        if 400 <= status < 500:
            self._intake.counts.reject(status)
        await _answer(send, status)

    def _refusal(self, scope: Scope) -> int | None:
        headers = dict(scope["headers"])
        if scope["method"] != "POST":
            return _refused(405, "method")
        if not hmac.compare_digest(headers.get(b"x-telegram-bot-api-secret-token", b""), self._secret):
            self._intake.secrets.refuse()
            return _refused(401, "secret")
        if not headers.get(b"content-type", b"").lower().startswith(b"application/json"):
            return _refused(415, "content_type")
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MAX_BODY:
            return _refused(413, "length")
        return None

    async def _take(self, receive: Receive) -> int:
        body = await _read(receive)
        if body is None:
            return _refused(413, "length")
        try:
            envelope = read_envelope(body)
        except InvalidUpdateError as error:
            return _refused(400, str(error))
        return await self._acknowledge(envelope, body)

    async def _acknowledge(self, envelope: UpdateEnvelope, body: bytes) -> int:
        refusal = await self._intake.take_in(envelope, body)
        if refusal is not None:
            log.warning("webhook_unavailable", status=503, reason=refusal, update_id=envelope.update_id)
            return 503
        return 200


def _refused(status: int, reason: str) -> int:
    log.warning("webhook_refused", status=status, reason=reason)
    return status


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None when it is too large or the caller disconnected."""
    body = b""
    while True:
        event = await receive()
        if event["type"] != "http.request":
            return None
        body += bytes(event.get("body", b""))
        if len(body) > MAX_BODY:
            return None
        if not event.get("more_body"):
            return body


async def _answer(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0")]
    if status == 503:
        headers.append((b"retry-after", _RETRY_AFTER))
    if status == 405:
        headers.append((b"allow", b"POST"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body"})

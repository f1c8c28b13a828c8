"""Delivers updates to the webhook at least once, in order within a lane, with Telegram's retry delays."""

import asyncio
import http
import json
import logging
import random
import ssl
from collections.abc import Awaitable, Callable
from functools import partial

import httpx

from ops.sandbox.botapi.params import CallParams
from ops.sandbox.state.records import PendingUpdate, Webhook
from ops.sandbox.state.telegram_state import TelegramState

log = logging.getLogger(__name__)
MAX_BACKOFF = 60.0  # the official server's WEBHOOK_MAX_RESEND_TIMEOUT, from there up to twice as long
MAX_RETRY_AFTER = 3600.0
GONE_LIFETIME = 23 * 3600.0  # only 410s for that long and the webhook is removed
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

RunAnswer = Callable[[str, CallParams], Awaitable[None]]


def retry_delay(attempts: int) -> float:
    """Seconds before the next try after `attempts` failed ones: at once, then 2, 4, 8 ..."""
    if attempts <= 1:
        return 0.0
    delay = 2.0 ** (attempts - 1)
    return delay if delay < MAX_BACKOFF else MAX_BACKOFF * (1 + random.random())  # noqa: S311


class WebhookDelivery:
    """One task per lane with pending updates, at most `max_connections` requests at a time."""

    def __init__(self, state: TelegramState, run_answer: RunAnswer) -> None:
        self._state = state
        self._run_answer = run_answer
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._busy = 0
        self._freed = asyncio.Event()
        self._webhook_set = asyncio.Event()

    async def run(self) -> None:
        """Deliver until cancelled."""
        settings = self._state.settings
        ca_file = settings.sandbox_ca_file
        verify = ssl.create_default_context(cafile=str(ca_file)) if ca_file else True
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
        timeout = httpx.Timeout(
            settings.sandbox_webhook_timeout, connect=min(10.0, settings.sandbox_webhook_timeout)
        )
        async with (
            httpx.AsyncClient(verify=verify, limits=limits, timeout=timeout, trust_env=False) as client,
            self._state.changes.subscribe() as events,
        ):
            try:
                while True:
                    self._start_lanes(client)
                    if (await events.get()).get("event") in ("webhook", "reset"):
                        self._webhook_set.set()
                        self._webhook_set = asyncio.Event()
            finally:
                for task in self._lanes.values():
                    task.cancel()
                await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    def _start_lanes(self, client: httpx.AsyncClient) -> None:
        if not self._state.webhook.url:
            return
        for lane in self._state.updates.lanes():
            if lane not in self._lanes:
                task = asyncio.create_task(self._drain(client, lane))
                self._lanes[lane] = task
                task.add_done_callback(partial(self._ended, lane))

    def _ended(self, lane: str, _: asyncio.Task[None]) -> None:
        self._lanes.pop(lane, None)
        if self._state.updates.head(lane) is not None:
            self._state.changes.publish({"event": "lane", "lane": lane})

    async def _drain(self, client: httpx.AsyncClient, lane: str) -> None:
        """Deliver the lane's updates one after the other; a failed one blocks those behind it."""
        while self._state.webhook.url and (item := self._state.updates.head(lane)) is not None:
            if item.expires_at <= self._state.clock.now():
                self._state.updates.drop_expired(self._state.clock.now())
                continue
            retry_after = await self._post_when_allowed(client, item)
            if retry_after is None:
                self._confirm(item)
                continue
            item.attempts += 1
            speed = self._state.settings.sandbox_speed
            delay = retry_after or retry_delay(item.attempts) / speed
            await self._pause(min(delay, max(0.0, item.expires_at - self._state.clock.now())))

    async def _pause(self, seconds: float) -> None:
        """Wait for the next attempt; setting a new webhook ends the wait."""
        waiter = asyncio.ensure_future(self._webhook_set.wait())
        try:
            await asyncio.wait({waiter}, timeout=seconds)
        finally:
            waiter.cancel()

    def _confirm(self, item: PendingUpdate) -> None:
        """Remove it from the queue, unless a reset or a redelivery has put another in its place."""
        if self._state.updates.pending.get(item.update_id) is not item:
            return
        with self._state.change():
            self._state.updates.confirm(item.update_id)
            self._state.announce("confirmed", update_id=item.update_id)

    async def _post_when_allowed(self, client: httpx.AsyncClient, item: PendingUpdate) -> float | None:
        while self._busy >= self._state.webhook.max_connections:
            self._freed.clear()
            await self._freed.wait()
        self._busy += 1
        try:
            return await self._post(client, item)
        finally:
            self._busy -= 1
            self._freed.set()

    async def _post(self, client: httpx.AsyncClient, item: PendingUpdate) -> float | None:
        """One request. None when it was accepted, else the Retry-After in seconds, 0 without one."""
        webhook = self._state.webhook
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers[SECRET_HEADER] = webhook.secret_token
        body = json.dumps(item.body, ensure_ascii=False).encode()
        try:
            response = await client.post(webhook.url, content=body, headers=headers)
        except httpx.TimeoutException:
            return self._failed(webhook, "Read timeout expired")
        except httpx.HTTPError as error:
            refused = isinstance(error, httpx.ConnectError)
            return self._failed(webhook, "Connection refused" if refused else "Connection closed")
        if response.is_success:
            webhook.gone_since = 0.0
            await self._answer(response)
            return None
        self._count_gone(response.status_code)
        phrase = http.HTTPStatus(response.status_code).phrase if response.status_code < 600 else ""
        self._failed(webhook, f"Wrong response from the webhook: {response.status_code} {phrase}".strip())
        return _retry_after(response)

    def _failed(self, webhook: Webhook, words: str) -> float:
        """Record the failure if the webhook is still the same; returns 0, as there is no Retry-After."""
        if self._state.webhook is not webhook:
            return 0.0
        with self._state.change():
            webhook.last_error_date = self._state.clock.stamp()
            webhook.last_error_message = words
            self._state.journal.put("webhook", "bot", vars(webhook))
            self._state.announce("webhook_error", message=words)
        return 0.0

    def _count_gone(self, status: int) -> None:
        """Telegram removes a webhook that has answered nothing but 410 for 23 hours."""
        webhook, now = self._state.webhook, self._state.clock.now()
        if status != http.HTTPStatus.GONE:
            webhook.gone_since = 0.0
        elif not webhook.gone_since:
            webhook.gone_since = now
        elif now - webhook.gone_since > GONE_LIFETIME:
            with self._state.change():
                webhook.url = ""
                self._state.save_webhook()

    async def _answer(self, response: httpx.Response) -> None:
        """Execute a method in the response's JSON; any other body is ignored."""
        if "json" not in response.headers.get("content-type", ""):
            return
        try:
            body = response.json()
        except ValueError:
            log.info("the webhook's answer is no JSON and was ignored")
            return
        if isinstance(body, dict) and isinstance(body.get("method"), str):
            name = body.pop("method")
            await self._run_answer(name, CallParams(body))


def _retry_after(response: httpx.Response) -> float:
    text = response.headers.get("retry-after", "")
    return min(MAX_RETRY_AFTER, float(text)) if text.isdigit() else 0.0

"""Fetches updates by long polling, where there is no public address, and enqueues them as the webhook does."""

import asyncio
import json
from typing import Any

import httpx
import structlog

from api.intake import Intake
from api.update_envelope import InvalidUpdateError, read_envelope
from models.runtime.bounded_answers import UNCOMPRESSED, read_bounded
from models.runtime.settings import Settings

log = structlog.get_logger()

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
_LONG_POLL_SECONDS = 25
_PAUSE_SECONDS = 3.0
# Longer than Telegram ever asks for: a number that makes no sense must not stop the bot for a day.
_LONGEST_REST = 3600.0
# For the whole response. A hundred updates are far smaller than the size limit.
_MOST_SECONDS = _LONG_POLL_SECONDS + 35
_MOST_BYTES = 16 * 1024 * 1024


async def poll_updates(settings: Settings, intake: Intake) -> None:
    """Fetch updates for as long as the process runs.

    An update is confirmed to Telegram (by the next offset) only once it is in Redis.
    """
    assert settings.telegram_bot_token is not None
    address = f"{settings.telegram_api_base_url}{settings.telegram_bot_token.get_secret_value()}/getUpdates"
    offset = 0
    async with httpx.AsyncClient(
        timeout=httpx.Timeout(10, read=_LONG_POLL_SECONDS + 10),
        headers=UNCOMPRESSED,
        event_hooks={"response": [_bound]},
    ) as client:
        while True:
            updates = await fetch_updates(client, address, offset)
            if isinstance(updates, float):
                await asyncio.sleep(updates)
                continue
            offset = await _take_all(intake, updates, offset)


async def _bound(response: httpx.Response) -> None:
    await read_bounded(response, _MOST_BYTES, httpx)


async def fetch_updates(client: httpx.AsyncClient, address: str, offset: int) -> list[dict[str, Any]] | float:
    """The updates from `offset` on, or for how many seconds Telegram is to be left alone."""
    request = {"offset": offset, "timeout": _LONG_POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
    try:
        async with asyncio.timeout(_MOST_SECONDS):
            answer = (await client.post(address, json=request)).json()
        found = answer["result"] if answer.get("ok") else None
    except (
        httpx.HTTPError,
        TimeoutError,
        ValueError,
        RecursionError,
        AttributeError,
        LookupError,
        TypeError,
    ) as error:
        # The address contains the token: only the kind of error is logged.
        log.warning("polling_failed", error=type(error).__name__)
        return _PAUSE_SECONDS
    if not isinstance(found, list):
        log.warning("polling_refused", code=answer.get("error_code"), why=answer.get("description"))
        return max(_PAUSE_SECONDS, _retry_after(answer))
    return [update for update in found if isinstance(update, dict)]


def _retry_after(answer: dict[str, Any]) -> float:
    """How long Telegram wants to be left alone, in seconds; 0 when it does not say."""
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    known = isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0
    return min(float(seconds or 0), _LONGEST_REST) if known else 0.0


async def _take_all(intake: Intake, updates: list[dict[str, Any]], offset: int) -> int:
    for update in updates:
        try:
            body = json.dumps(update).encode()
            envelope = read_envelope(body)
        except (InvalidUpdateError, RecursionError) as error:
            log.warning("polling_skipped", reason=str(error))
            offset = _offset_after(update, offset)
            continue
        if await intake.take_in(envelope, body) is not None:
            # Not stored: fetch again from this update on, in order.
            await asyncio.sleep(1)
            return offset
        offset = envelope.update_id + 1
    return offset


def _offset_after(update: dict[str, Any], offset: int) -> int:
    """The offset after an update that cannot be parsed, if it has an id."""
    number = update.get("update_id")
    return max(offset, number + 1) if type(number) is int else offset

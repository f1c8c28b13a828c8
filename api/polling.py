"""Polling: the same door without a public address: fetches updates and takes them in as the webhook does."""

import asyncio
import json
from typing import Any

import httpx
import structlog

from api.intake import Intake
from api.update_head import NotAnUpdate, read_head
from models.settings import Settings

log = structlog.get_logger()

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_LONG_POLL_SECONDS = 25
_PAUSE_SECONDS = 3.0


async def poll_updates(settings: Settings, intake: Intake) -> None:
    """Fetch updates for as long as the process lives.

    An update is confirmed to Telegram (by the next offset) only after Redis has it.
    """
    assert settings.telegram_bot_token is not None
    address = f"{settings.telegram_api_base_url}{settings.telegram_bot_token.get_secret_value()}/getUpdates"
    offset = 0
    async with httpx.AsyncClient(timeout=httpx.Timeout(10, read=_LONG_POLL_SECONDS + 10)) as client:
        while True:
            updates = await _fetch(client, address, offset)
            if updates is None:
                await asyncio.sleep(_PAUSE_SECONDS)
                continue
            offset = await _take_all(intake, updates, offset)


async def _fetch(client: httpx.AsyncClient, address: str, offset: int) -> list[dict[str, Any]] | None:
    request = {"offset": offset, "timeout": _LONG_POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
    try:
        answer = (await client.post(address, json=request)).json()
    except (httpx.HTTPError, ValueError) as error:
        # The address holds the token: only the kind of error is logged.
        log.warning("polling_failed", error=type(error).__name__)
        return None
    if not answer.get("ok"):
        log.warning("polling_refused", code=answer.get("error_code"), why=answer.get("description"))
        return None
    found: list[dict[str, Any]] = answer["result"]
    return found


async def _take_all(intake: Intake, updates: list[dict[str, Any]], offset: int) -> int:
    for update in updates:
        body = json.dumps(update, ensure_ascii=False).encode()
        try:
            head = read_head(body)
        except NotAnUpdate as error:
            log.warning("polling_skipped", reason=str(error))
            offset = max(offset, int(update.get("update_id", offset - 1)) + 1)
            continue
        if await intake.take_in(head, body) is not None:
            # Not in: fetched again from here, in order.
            await asyncio.sleep(1)
            return offset
        offset = head.update_id + 1
    return offset

"""The t.me link of an invitation, made when its message leaves: only then may Telegram be asked for the bot's name."""

from typing import Any

from worker.core.reply import START_PAYLOAD
from worker.telegram.client import TelegramClient


def start_link(username: str, token: str) -> str:
    """The address that opens the bot of this name and sends it `/start TOKEN`."""
    return f"https://t.me/{username}?start={token}"


async def with_start_link(telegram: TelegramClient, payload: dict[str, Any]) -> dict[str, Any]:
    """A message's arguments with the link of its token as the text's last line; any other payload as it is.

    Raises NotPosted while the bot's name cannot be learned.
    """
    if START_PAYLOAD not in payload:
        return payload
    link = start_link(await telegram.username(), payload[START_PAYLOAD])
    kept = {key: value for key, value in payload.items() if key != START_PAYLOAD}
    return kept | {"text": f"{payload['text']}\n{link}"}

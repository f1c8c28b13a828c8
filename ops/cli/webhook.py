"""Configures the webhook at Telegram and reads its state."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import httpx

from api.polling import ALLOWED_UPDATES
from models.runtime.settings import Settings, settings
from ops.cli import dotenv
from ops.cli.bounded_request import send_bounded_request
from ops.cli.refusal import WRONG_SETTING, CommandError

SECONDS = 15


HOW_TO_GET_A_BOT = (
    "TELEGRAM_BOT_TOKEN is not set. Write to @BotFather in Telegram, send /newbot, "
    "and put the token it gives you into .env or the environment."
)


class TelegramRefusedError(CommandError):
    """Telegram refused a call. `status` is its error code."""

    def __init__(self, method: str, status: int, description: str) -> None:
        super().__init__(f"Telegram refuses {method}: {description} ({status})")
        self.status = status


class TelegramUnreachableError(CommandError):
    """Telegram could not be reached."""


@dataclass(frozen=True)
class Bot:
    """A bot at a Bot API server; `prefix` is that server's address up to the token."""

    prefix: str
    token: str

    def call(self, method: str, **parameters: Any) -> Any:
        """One call of the Bot API; returns its `result`. Raises CommandError without the token in its text."""
        try:
            address = f"{self.prefix}{self.token}/{method}"
            answer = send_bounded_request("POST", address, json=parameters, seconds=SECONDS).json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
            # The address contains the token: only the kind of error may be shown.
            raise TelegramUnreachableError(f"Telegram is not reachable ({type(error).__name__})") from None
        if not isinstance(answer, dict) or not answer.get("ok"):
            found = answer if isinstance(answer, dict) else {}
            raise TelegramRefusedError(method, found.get("error_code", 0), found.get("description", ""))
        return answer["result"]

    def set_webhook(self, address: str, secret: str) -> None:
        """Have the supported kinds of updates sent to `address` with `secret`. Raises CommandError."""
        self.call("setWebhook", url=address, secret_token=secret, allowed_updates=ALLOWED_UPDATES)

    def delete_webhook(self) -> None:
        """Delete the webhook and keep pending updates. Raises CommandError."""
        self.call("deleteWebhook", drop_pending_updates=False)


def bot_of(chosen: Settings) -> Bot:
    """The bot of these settings. Raises CommandError when they have no token."""
    if chosen.telegram_bot_token is None:
        raise CommandError(HOW_TO_GET_A_BOT, WRONG_SETTING)
    return Bot(chosen.telegram_api_base_url, chosen.telegram_bot_token.get_secret_value())


def set_configured_webhook(chosen: Settings) -> str:
    """Register the webhook of these settings; returns its address. Raises CommandError."""
    if chosen.webhook_address is None:
        raise CommandError(
            "WEBHOOK_URL is not set: it is the public https address of this server.", WRONG_SETTING
        )
    if chosen.telegram_secret_token is None:
        raise CommandError(
            "TELEGRAM_SECRET_TOKEN is not set: without it anybody can post updates.", WRONG_SETTING
        )
    bot_of(chosen).set_webhook(chosen.webhook_address, chosen.telegram_secret_token.get_secret_value())
    return chosen.webhook_address


def register_webhook() -> str:
    """What `planner webhook set` does and says."""
    dotenv.load_dotenv_file()
    return f"Telegram sends updates to {set_configured_webhook(settings())}"


def remove_webhook() -> str:
    """What `planner webhook delete` does and says."""
    dotenv.load_dotenv_file()
    bot_of(settings()).delete_webhook()
    return "The webhook is deleted."


def describe_webhook() -> str:
    """What `planner webhook info` says: one line per value."""
    dotenv.load_dotenv_file()
    info = bot_of(settings()).call("getWebhookInfo")
    lines = [
        f"address          {info.get('url') or 'none: updates are fetched by long polling'}",
        f"waiting updates  {info.get('pending_update_count', 0)}",
        f"kinds            {', '.join(info.get('allowed_updates', [])) or 'Telegram default'}",
    ]
    if info.get("last_error_message"):
        lines.append(
            f"last error       {info['last_error_message']} (at {_instant(info['last_error_date'])})"
        )
    return "\n".join(lines)


def _instant(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")

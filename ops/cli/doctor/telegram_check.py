"""Checks of Telegram: the token is valid, updates are sent to this bot, and the clocks agree."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from api.polling import ALLOWED_UPDATES
from models.runtime.clock import wall_ms
from models.runtime.settings import Settings
from ops.cli.bounded_request import send_bounded_request
from ops.cli.doctor import machine_check
from ops.cli.doctor.findings import Finding, fail, ok, warn
from ops.cli.refusal import CommandError
from ops.cli.webhook import TelegramRefusedError, bot_of

SECONDS = 10
MANY_WAITING = 100
# Older errors are ignored: Telegram reports the last one for ever.
RECENT_ERROR_SECONDS = 3600


def check_telegram(chosen: Settings) -> Iterator[Finding]:
    """The findings about the bot and its webhook."""
    if chosen.telegram_bot_token is None:
        return
    try:
        bot = bot_of(chosen)
        yield ok("Telegram", f"the bot is @{bot.call('getMe')['username']}")
        yield from _clock(chosen)
        yield from _webhook(chosen, bot.call("getWebhookInfo"))
    except TelegramRefusedError as error:
        fix = (
            "correct TELEGRAM_BOT_TOKEN; @BotFather shows it"
            if error.status in {401, 404}
            else "try again later"
        )
        yield fail("Telegram", str(error), fix)
    except CommandError as error:
        yield fail("Telegram", str(error), "is this machine online, and is TELEGRAM_API_BASE_URL correct?")


def _clock(chosen: Settings) -> Iterator[Finding]:
    """Compares the clock with the Date header of a response (whole seconds). The address contains no token."""
    try:
        answer = send_bounded_request("HEAD", chosen.telegram_api_base_url, seconds=SECONDS)
    except httpx.HTTPError:
        return
    if "date" in answer.headers:
        telegram_ms = parsedate_to_datetime(answer.headers["date"]).timestamp() * 1000 + 500
        yield machine_check.check_clock(telegram_ms, "Telegram's")


def _webhook(chosen: Settings, info: dict[str, Any]) -> Iterator[Finding]:
    address, wanted = info.get("url", ""), chosen.webhook_address or ""
    if address != wanted:
        yield fail(
            "webhook",
            f"Telegram has {address or 'none'}, WEBHOOK_URL means {wanted or 'none'}",
            _fix_for(wanted),
        )
    else:
        yield ok("webhook", address or "none; long polling")
    waiting = int(info.get("pending_update_count", 0))
    if waiting > MANY_WAITING:
        yield warn("waiting updates", str(waiting), "is the api running and reachable from outside?")
    else:
        yield ok("waiting updates", str(waiting))
    age = wall_ms() / 1000 - info.get("last_error_date", 0)
    if info.get("last_error_message") and age < RECENT_ERROR_SECONDS:
        yield warn(
            "webhook's last error",
            f"{info['last_error_message']} ({age:.0f} s ago)",
            "see the api's log at that time",
        )
    missing = set(ALLOWED_UPDATES) - set(info.get("allowed_updates", ALLOWED_UPDATES))
    if address and missing:
        yield warn("kinds of updates", f"without {', '.join(sorted(missing))}", "planner webhook set")


def _fix_for(wanted: str) -> str:
    return (
        "planner webhook set" if wanted else "planner webhook delete: while it is set, polling gets nothing"
    )

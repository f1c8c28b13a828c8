"""Checks of the settings: values that are valid by themselves but not together."""

from collections.abc import Iterator
from pathlib import Path

from models.runtime.settings import Settings
from ops.cli.doctor.findings import Finding, fail, ok, warn
from ops.cli.webhook import HOW_TO_GET_A_BOT


def check_settings(chosen: Settings) -> Iterator[Finding]:
    """The findings about the settings. Secret values are never shown."""
    given = sorted(name.upper() for name in chosen.model_fields_set)
    yield ok("settings", f"{chosen.environment}; set: {', '.join(given) or 'none, all defaults'}")
    if chosen.telegram_bot_token is None:
        yield fail("TELEGRAM_BOT_TOKEN", "is not set", HOW_TO_GET_A_BOT.partition(". ")[2])
    yield from _webhook(chosen)
    yield from _pages(chosen)
    if chosen.owner_telegram_id is None:
        yield ok(
            "OWNER_TELEGRAM_ID", "is not set; the one-time link in the worker's log decides who owns the bot"
        )
    yield from _env_file(Path(".env"))


def _webhook(chosen: Settings) -> Iterator[Finding]:
    address = chosen.webhook_address
    if address is None:
        yield ok("WEBHOOK_URL", "is not set; updates are fetched by long polling")
        return
    if address.startswith("http://"):
        yield warn(
            "WEBHOOK_URL",
            "is not https",
            "Telegram requires https; only the stand-in accepts http",
        )
    if chosen.telegram_secret_token is None:
        finding = fail if chosen.environment == "production" else warn
        yield finding(
            "TELEGRAM_SECRET_TOKEN",
            "is not set",
            "set 32 random characters: without it anybody can post updates",
        )


def _pages(chosen: Settings) -> Iterator[Finding]:
    if chosen.environment != "production":
        return
    if chosen.debug:
        yield fail("DEBUG", "is on in production", "set DEBUG=false")
    if chosen.dashboard_password is None:
        yield ok("DASHBOARD_PASSWORD", "is not set; there is no dashboard")
    if chosen.log_level == "DEBUG":
        yield warn("LOG_LEVEL", "is DEBUG in production", "set LOG_LEVEL=INFO")


def _env_file(path: Path) -> Iterator[Finding]:
    if path.exists() and path.stat().st_mode & 0o077:
        yield warn(".env", "is readable by other users of this machine", "chmod 600 .env")

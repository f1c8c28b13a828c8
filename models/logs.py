"""Logs: structured lines, JSON in production, readable elsewhere; never a token, never a message's text at INFO."""

import logging
import re
import sys
from typing import Any

import structlog

from models.attempt_log import keep_line

# A bot token as it stands in Telegram's addresses, and an OpenAI key.
_SECRETS = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9_-]{16,}")


def set_up_logs(*, level: str, json_lines: bool) -> None:
    """Route our own lines and those of the libraries through one format, with secrets struck out."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Any] = (
        [structlog.processors.JSONRenderer()]
        if json_lines
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    errors: list[Any] = [structlog.processors.format_exc_info] if json_lines else []
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            keep_line,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *errors, *last],
    )
    handler.setFormatter(_Struck(formatter))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # These write each request's address, and Telegram's addresses hold the token.
    for noisy in (
        "httpx",
        "httpx2",
        "httpcore",
        "telegram",
        "openai",
        "apscheduler",
        "arq",
        "uvicorn.access",
        "asyncio",
    ):
        logging.getLogger(noisy).setLevel("WARNING")


class _Struck(logging.Formatter):
    """The last gate: whatever looks like a secret is struck out of the finished line."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return _SECRETS.sub("[secret]", self._inner.format(record))

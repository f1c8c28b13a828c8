"""Structured log lines, JSON in production, readable elsewhere; never a token, never a message's text at INFO."""

import json
import logging
import sys
import threading
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

from models.runtime.repeated_lines import OncePerMinute
from models.runtime.secret_values import SecretValues
from models.runtime.tracebacks import plain_traceback, shortened
from models.tables.attempt_log import keep_line

# Of one field, and of a finished line with its traceback. An error is logged in some 5 to 20 KB.
MOST_FIELD_BYTES = 4_000
MOST_LINE_BYTES = 32_000
_PLAIN = (bool, int, float, type(None))


def set_up_logs(
    *, level: str, json_lines: bool, service: str = "", secrets: SecretValues | None = None
) -> None:
    """Route our own lines and those of the libraries through one format, bounded, with secrets struck out.

    So is what ends the process or a thread. Each line names the `service`, if there is one. `secrets` are this process's own; what looks like one is struck always.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([_NamedService(service)] if service else []),
    ]
    last: Any = (
        structlog.processors.JSONRenderer()
        if json_lines
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            keep_line,
            OncePerMinute(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    redacting = secrets or SecretValues()
    handler = logging.StreamHandler(sys.stderr)
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[meta, _BoundedLine(redacting), last]
    )
    handler.setFormatter(_RedactingFormatter(formatter, redacting, json_lines=json_lines))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    log_fatal_errors(redacting)
    _quiet_libraries()


def log_fatal_errors(secrets: SecretValues) -> None:
    """What ends the process or a thread is written to stderr as a bounded traceback with secrets struck out."""

    def log_fatal(_kind: type[BaseException], error: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt | None):
            return
        print(plain_traceback(error, secrets), file=sys.stderr)

    sys.excepthook = log_fatal
    threading.excepthook = lambda end: log_fatal(end.exc_type, end.exc_value, end.exc_traceback)


def _quiet_libraries() -> None:
    """These write each request's address, and Telegram's addresses hold the token."""
    for noisy in (
        "httpx",
        "httpx2",
        "httpcore",
        "telegram",
        "openai",
        "arq",
        "uvicorn.access",
        "asyncio",
    ):
        logging.getLogger(noisy).setLevel("WARNING")
    # It warns of each look that takes longer than its interval; what holds it up has lines of its own.
    logging.getLogger("apscheduler").setLevel("ERROR")


class _NamedService:
    """The process's name in each line, so that the lines of several services can be read together."""

    def __init__(self, service: str) -> None:
        self._service = service

    def __call__(
        self, _logger: Any, _method: str, line: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        line["service"] = self._service
        return line


class _BoundedLine:
    """The error of a line as a plain traceback; every field no longer than a log can bear, secrets struck out first."""

    def __init__(self, secrets: SecretValues) -> None:
        self._secrets = secrets

    def __call__(
        self, _logger: Any, _method: str, line: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        error = _error_of(line.pop("exc_info", None))
        bounded = {name: self._bounded(value) for name, value in line.items()}
        if error is not None:
            bounded["exception"] = plain_traceback(error, self._secrets)
        return bounded

    def _bounded(self, value: Any) -> Any:
        if isinstance(value, str):
            if len(value) * 10 > MOST_FIELD_BYTES:
                return shortened(value, MOST_FIELD_BYTES, self._secrets)
            # A short one is not cut, so that its secrets are found when the finished line is looked through.
            return value.encode("utf-8", "backslashreplace").decode()
        if isinstance(value, _PLAIN):
            return value
        text = repr(value)
        return value if len(text) <= MOST_FIELD_BYTES else shortened(text, MOST_FIELD_BYTES, self._secrets)


def _error_of(given: Any) -> BaseException | None:
    """What `exc_info` means: an error, the three words of one, or True for the current one."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if len(given) == 3 else None
    return sys.exc_info()[1] if given else None


class _RedactingFormatter(logging.Formatter):
    """The last gate: whatever is a secret is struck out of the finished line, and no line is longer than its bound."""

    def __init__(self, inner: logging.Formatter, secrets: SecretValues, *, json_lines: bool) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = secrets
        self._json_lines = json_lines

    def format(self, record: logging.LogRecord) -> str:
        try:
            line = self._inner.format(record)
        except Exception as error:  # noqa: BLE001 - logging would print the record's values, whatever they are
            return self._instead(record, f"this line could not be written ({type(error).__name__})")
        redacted = self._secrets.redact(line)
        if len(redacted.encode("utf-8", "backslashreplace")) <= MOST_LINE_BYTES:
            return redacted
        if self._json_lines:
            return self._instead(record, shortened(redacted, MOST_LINE_BYTES // 4))
        return shortened(redacted, MOST_LINE_BYTES)

    def _instead(self, record: logging.LogRecord, text: str) -> str:
        """A line in the place of one that is none."""
        level, name = record.levelname.lower(), record.name
        if self._json_lines:
            return json.dumps({"event": "line_shortened", "level": level, "logger": name, "line": text})
        return f"[{level}] {name}: {text}"

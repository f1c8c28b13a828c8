"""The log lines stored with an attempt: event, level, numbers and identifiers, never free text."""

import datetime as dt
import json
import re
from collections import deque
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from models.runtime import clock

MOST_LINES = 50
MOST_BYTES = 8_000
# Fields with values from our own vocabulary. Any other text may be a person's or quote one.
_NAMES = frozenset(("error", "kind", "language", "outcome", "purpose", "reason", "relation", "state", "step"))
_WORD = re.compile(r"[\w.:-]{1,60}")
# These identify the attempt, with which the line is stored anyway.
_KNOWN = frozenset(("event", "level", "timestamp", "trace_id", "job_id", "service", "exc_info"))


class AttemptLog:
    """The last 50 lines of one attempt."""

    def __init__(self) -> None:
        self._lines: deque[tuple[dt.datetime, MutableMapping[str, Any]]] = deque(maxlen=MOST_LINES)
        self._seen = 0

    def keep(self, at: dt.datetime, line: MutableMapping[str, Any]) -> None:
        """Add a line; beyond 50 the oldest is dropped."""
        self._seen += 1
        self._lines.append((at, dict(line)))

    def stored(self) -> str | None:
        """The lines as JSON of at most 8,000 bytes, the oldest left out first; None when there were none."""
        if not self._seen:
            return None
        texts = [json.dumps(_line(at, line)) for at, line in self._lines]
        while sum(map(len, texts)) + 2 * len(texts) > MOST_BYTES - 100:
            texts.pop(0)
        left = self._seen - len(texts)
        if left:
            texts.insert(0, json.dumps({"event": "earlier_lines", "left_out": left}))
        return f"[{', '.join(texts)}]"


_log: ContextVar[AttemptLog | None] = ContextVar("attempt_log", default=None)


@contextmanager
def keeping_lines() -> Iterator[None]:
    """Whatever is logged in this block, and in tasks that it starts, is kept for `stored_lines`."""
    token = _log.set(AttemptLog())
    try:
        yield
    finally:
        _log.reset(token)


def stored_lines() -> str | None:
    """The lines of this block so far, as `AttemptLog.stored` gives them; None outside of one."""
    log = _log.get()
    return None if log is None else log.stored()


def keep_line(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor; outside of an attempt it only passes the line on."""
    log = _log.get()
    if log is not None:
        log.keep(clock.now(), line)
    return line


def _line(at: dt.datetime, line: MutableMapping[str, Any]) -> dict[str, Any]:
    kept = {"at": at.isoformat(timespec="milliseconds"), "level": line.get("level", "info")}
    fields = {name: _safe(name, value) for name, value in line.items() if name not in _KNOWN}
    return {**kept, "event": str(line.get("event", ""))[:80], **fields}


def _safe(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if name in _NAMES and isinstance(value, str) and _WORD.fullmatch(value):
        return value
    return "[not kept]"

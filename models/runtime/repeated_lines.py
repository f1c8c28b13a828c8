"""Trouble is logged once a minute for each cause: while a store is away, every tick and every request meets it."""

import time
from collections.abc import MutableMapping
from threading import Lock
from typing import Any

import structlog

REPEAT_SECONDS = 60.0
# What says that something outside is away or refuses: the same line tells nothing new within a minute.
TROUBLE_EVENTS = frozenset(
    (
        "bulk_send_failed",
        "calendar_store_away",
        "dashboard_store_away",
        "intake_failed",
        "landing_not_told",
        "model_away",
        "note_waits",
        "operator_action_not_recorded",
        "polling_failed",
        "programs_store_away",
        "queue_trouble",
        "store_away",
        "tick_missed",
        "webhook_unavailable",
    )
)
# A cause is told apart by these fields; the others (ids, numbers of tries) differ from line to line.
_CAUSE_FIELDS = ("event", "error", "reason", "status")
_MOST_CAUSES = 200


class OncePerMinute:
    """A processor that drops a line of trouble whose cause was logged within the last minute.

    The next line of that cause says in `repeated` how many were dropped.
    """

    def __init__(self, seconds: float = REPEAT_SECONDS) -> None:
        self._seconds = seconds
        self._lock = Lock()
        # By cause: when it was last logged, and how many lines were dropped since.
        self._logged: dict[tuple[str, ...], tuple[float, int]] = {}

    def __call__(
        self, _logger: Any, _method: str, line: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """The line, or structlog.DropEvent."""
        if line.get("event") not in TROUBLE_EVENTS:
            return line
        cause = tuple(str(line.get(field, ""))[:100] for field in _CAUSE_FIELDS)
        now = time.monotonic()
        with self._lock:
            at, dropped = self._logged.get(cause, (-self._seconds, 0))
            if now - at < self._seconds:
                self._logged[cause] = (at, dropped + 1)
                raise structlog.DropEvent
            if len(self._logged) >= _MOST_CAUSES:
                self._logged.clear()
            self._logged[cause] = (now, 0)
        return {**line, "repeated": dropped} if dropped else line

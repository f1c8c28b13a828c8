"""Decides whether a problem is new, known, back or over, so that none is announced twice a day."""

import datetime as dt
from dataclasses import dataclass

from models.health.trouble import Trouble
from models.tables.alert import Alert

# Repeated only when it still lasts after a day.
REMIND_AFTER = dt.timedelta(days=1)
# A problem that returns this soon is the same one.
REOPEN_WITHIN = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AlertStep:
    """The row after a check. `notify`: send a message; `resolved`: mark the message that was sent as over."""

    row: Alert
    notify: bool = False
    resolved: bool = False


def next_alert_step(row: Alert | None, problem: Trouble | None, now: dt.datetime) -> AlertStep | None:
    """The row after a check; None when there is no problem and no open alert."""
    if problem is None:
        return _resolve(row, now)
    if row is None or _was_long_over(row, now):
        fresh = Alert(kind=problem.kind, since=now, seen_at=now, told_at=now, facts=problem.facts)
        return AlertStep(fresh, notify=True)
    again = _is_due_again(row, problem, now)
    row.seen_at, row.over_at, row.facts = now, None, problem.facts
    if again:
        row.told_at = now
        return AlertStep(row, notify=True)
    return AlertStep(row)


def _resolve(row: Alert | None, now: dt.datetime) -> AlertStep | None:
    if row is None or row.over_at is not None:
        return None
    row.over_at = now
    return AlertStep(row, resolved=True)


def _is_due_again(row: Alert, problem: Trouble, now: dt.datetime) -> bool:
    if row.told_at is None:
        return True
    if problem.stays:
        return bool(problem.facts["count"] > row.facts["count"])
    return now - row.told_at >= REMIND_AFTER


def _was_long_over(row: Alert, now: dt.datetime) -> bool:
    return row.over_at is not None and now - row.over_at >= REOPEN_WITHIN

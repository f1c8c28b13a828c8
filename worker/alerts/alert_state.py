"""Decides whether a trouble is new, known, back or over, so that none is announced twice a day."""

import datetime as dt
from dataclasses import dataclass

from models.tables.alert import Alert
from worker.alerts.checks import Trouble

# Repeated only when it still lasts after a day.
REMIND_AFTER = dt.timedelta(days=1)
# A trouble that returns this soon is the same one.
REOPEN_WITHIN = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AlertStep:
    """The row after a check. `tell`: send a message; `ended`: mark the message that was sent as over."""

    row: Alert
    tell: bool = False
    ended: bool = False


def next_alert_step(row: Alert | None, trouble: Trouble | None, now: dt.datetime) -> AlertStep | None:
    """The row after a check; None when there is no trouble and no open alert."""
    if trouble is None:
        return _resolve(row, now)
    if row is None or _was_long_over(row, now):
        fresh = Alert(kind=trouble.kind, since=now, seen_at=now, told_at=now, facts=trouble.facts)
        return AlertStep(fresh, tell=True)
    again = _is_due_again(row, trouble, now)
    row.seen_at, row.over_at, row.facts = now, None, trouble.facts
    if again:
        row.told_at = now
        return AlertStep(row, tell=True)
    return AlertStep(row)


def _resolve(row: Alert | None, now: dt.datetime) -> AlertStep | None:
    if row is None or row.over_at is not None:
        return None
    row.over_at = now
    return AlertStep(row, ended=True)


def _is_due_again(row: Alert, trouble: Trouble, now: dt.datetime) -> bool:
    if row.told_at is None:
        return True
    if trouble.stays:
        return bool(trouble.facts["count"] > row.facts["count"])
    return now - row.told_at >= REMIND_AFTER


def _was_long_over(row: Alert, now: dt.datetime) -> bool:
    return row.over_at is not None and now - row.over_at >= REOPEN_WITHIN

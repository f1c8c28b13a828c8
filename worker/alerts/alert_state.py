"""Episodes: decides from a kind's row whether a trouble is new, known, back, or over; nothing is said twice a day."""

import datetime as dt
from dataclasses import dataclass

from models.tables.alert import Alert
from worker.alerts.trouble import Trouble

# Told again only when it still lasts after a day.
REMIND_AFTER = dt.timedelta(days=1)
# What is back so soon was never over.
CALM = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AlertStep:
    """What a look does to a row: `tell` owes a message, `ended` an end to the one that was sent."""

    row: Alert
    tell: bool = False
    ended: bool = False


def next_alert_step(row: Alert | None, trouble: Trouble | None, now: dt.datetime) -> AlertStep | None:
    """The row after this look; None when there is nothing and was nothing."""
    if trouble is None:
        return _calm(row, now)
    if row is None or _was_long_over(row, now):
        fresh = Alert(kind=trouble.kind, since=now, seen_at=now, told_at=now, facts=trouble.facts)
        return AlertStep(fresh, tell=True)
    again = _again(row, trouble, now)
    row.seen_at, row.over_at, row.facts = now, None, trouble.facts
    if again:
        row.told_at = now
        return AlertStep(row, tell=True)
    return AlertStep(row)


def _calm(row: Alert | None, now: dt.datetime) -> AlertStep | None:
    if row is None or row.over_at is not None:
        return None
    row.over_at = now
    return AlertStep(row, ended=True)


def _again(row: Alert, trouble: Trouble, now: dt.datetime) -> bool:
    if row.told_at is None:
        return True
    if trouble.stays:
        return bool(trouble.facts["count"] > row.facts["count"])
    return now - row.told_at >= REMIND_AFTER


def _was_long_over(row: Alert, now: dt.datetime) -> bool:
    return row.over_at is not None and now - row.over_at >= CALM

"""Recipient: one digest that is to be rendered: whose, of which day, and why it may be late."""

import datetime as dt
from dataclasses import dataclass

from worker.core.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Recipient:
    """One run of one schedule. `previous` is the state, reason and day of the run before it, if there was one."""

    schedule_id: int
    kind: str
    local_on: dt.date
    due_at: dt.datetime
    when_empty: str
    speaker: Speaker
    previous: tuple[str, str | None, dt.date] | None = None

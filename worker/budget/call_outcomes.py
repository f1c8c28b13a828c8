"""What a request to make a paid call is answered with."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from worker.budget.caps import Period


@dataclass(frozen=True, slots=True)
class Reservation:
    """The call may start; `micros` are held for it until it is settled, released or written off."""

    call_id: int
    workspace_id: int
    micros: int
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """The same call was made and paid for before; this is its answer."""

    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OverBudget:
    """A cap forbids the call. `announce` is True once per workspace and period, for the update that met it first.

    A rerun of that update (same trace and step) is told True again, so that a crash between this answer and the
    message to the user does not swallow the announcement.
    """

    scope: Literal["workspace", "bot"]
    period: Period
    cap_micros: int
    resets_on: dt.date
    announce: bool

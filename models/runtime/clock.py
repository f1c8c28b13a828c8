"""The only source of the current time, so that tests and demos can set it."""

import datetime as dt
import os
import time
from pathlib import Path

_shifted = [dt.timedelta()]


def now() -> dt.datetime:
    """The present instant in UTC, aware. Shifted by `shift_clock` or, outside production, by `CLOCK_FILE`.

    `CLOCK_FILE` names a file that holds a number of seconds to add; all processes of a simulated week read it.
    """
    return dt.datetime.now(dt.UTC) + _shifted[0] + _file_offset()


def shift_clock(offset: dt.timedelta) -> None:
    """Move this process's clock by `offset` from the real time (zero resets it)."""
    _shifted[0] = offset


def clock_offset() -> dt.timedelta:
    """How far this process's clock is from the real time."""
    return _shifted[0]


def set_to(instant: dt.datetime) -> None:
    """Move this process's clock so that it shows `instant` (aware) now and runs on from there."""
    shift_clock(instant - dt.datetime.now(dt.UTC))


def wall_ms() -> int:
    """Real milliseconds since the epoch, never shifted: the queue orders jobs by it, as arq does."""
    return time.time_ns() // 1_000_000


def _file_offset() -> dt.timedelta:
    path = os.environ.get("CLOCK_FILE")
    if not path or os.environ.get("ENVIRONMENT") == "production":
        return dt.timedelta()
    try:
        return dt.timedelta(seconds=float(Path(path).read_text()))
    except FileNotFoundError:
        return dt.timedelta()

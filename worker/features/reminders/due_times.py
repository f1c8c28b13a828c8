"""When a reminder is due, and how quiet hours delay it."""

import datetime as dt
from zoneinfo import ZoneInfo

from models.runtime.local_time import instant_at, local_day

# The morning of a chat without a morning digest.
MORNING = dt.time(9)


def deadline_instant(
    deadline_on: dt.date, deadline_at: dt.datetime | None, zone: ZoneInfo, morning: dt.time = MORNING
) -> dt.datetime:
    """The instant a reminder's lead is counted from: a day without a clock time counts from the chat's morning."""
    return deadline_at or instant_at(deadline_on, morning, zone)


def after_quiet_hours(
    due: dt.datetime,
    deadline: dt.datetime,
    quiet: tuple[dt.time, dt.time] | None,
    zone: ZoneInfo,
) -> dt.datetime:
    """`due`, or the end of the quiet hours it falls into.

    A reminder whose deadline comes before the quiet hours end is not delayed.
    """
    end = None if quiet is None else quiet_hours_end(due, quiet, zone)
    return due if end is None or end >= deadline else end


def quiet_hours_end(
    moment: dt.datetime, quiet: tuple[dt.time, dt.time], zone: ZoneInfo
) -> dt.datetime | None:
    """When the quiet hours that hold `moment` end; None outside of them. They may go over midnight."""
    today = local_day(moment, zone)
    for first in (today - dt.timedelta(days=1), today):
        last = first if quiet[0] < quiet[1] else first + dt.timedelta(days=1)
        start, end = instant_at(first, quiet[0], zone), instant_at(last, quiet[1], zone)
        if start <= moment < end:
            return end
    return None

"""Time zones as text: the city, the date and the clock there."""

import datetime as dt
from zoneinfo import ZoneInfo

from worker.core.date_formats import long_day
from worker.core.i18n import Translator


def zone_text(translator: Translator, zone: ZoneInfo, now: dt.datetime) -> str:
    """ "Europe/Berlin, Monday 23 November 10:30": a zone is recognised by what the clock shows there."""
    here = now.astimezone(zone)
    return f"{zone.key}, {long_day(translator, here.date())}, {here:%H:%M}"

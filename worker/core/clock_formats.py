"""Clock words: minutes of a day and amounts of minutes as a person of the language reads them."""

import datetime as dt

from worker.core.date_formats import minutes_text, short_day
from worker.core.i18n import Translator


def clock_text(minute: int) -> str:
    """ "09:05" for 545; past midnight it goes on from 00:00."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def amount_text(translator: Translator, minutes: int) -> str:
    """ "45 min", "1 h 30", and "0 min" for nothing."""
    return minutes_text(translator, max(0, minutes))


def day_text(translator: Translator, iso: str, today: dt.date) -> str:
    """ "tomorrow", "Thu 26 Nov" for an ISO date."""
    return short_day(translator, dt.date.fromisoformat(iso), today)

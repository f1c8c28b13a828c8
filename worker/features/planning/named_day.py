"""Named day: which day a request to plan is about: "plan Monday", «спланируй четверг, я в отъезде с двух»."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from worker.understanding.actions import PlanScope
from worker.understanding.dates import Mention, find_mentions

# What follows is a condition, and its day is not the planned one: "plan my day, I am out on Thursday".
_CONDITION = re.compile(r"[,;:(]|\s[—–-]\s|\b(?:but|because|except|no|если|но|учти)\b", re.IGNORECASE)

# Readers know today, tomorrow and the week; another day is the week's to them, and its own here.
_WEEK = re.compile(r"\bweek|недел|\b(?:7|seven|семь)\b", re.IGNORECASE)


def day_to_plan(scope: PlanScope, text: str, now: dt.datetime, zone: ZoneInfo) -> dt.date | None:
    """The local date (in `zone`) meant by the person's words, else by the scope; None for the week. Never before today."""
    local = now.astimezone(zone)
    if scope == "tomorrow":
        return local.date() + dt.timedelta(days=1)
    request = _CONDITION.split(text, maxsplit=1)[0]
    week = scope == "week"
    if week and _WEEK.search(request):
        return None
    named = [m.date for m in find_mentions(request, local) if m.date is not None and _names_a_day(m)]
    return next((day for day in named if day > local.date()), None if week else local.date())


def _names_a_day(mention: Mention) -> bool:
    plain = mention.kind == "moment" and mention.date_said and not mention.elapsed
    return plain and not (mention.past or mention.background or mention.negated)

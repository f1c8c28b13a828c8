"""The settings of one member's work: hours, days off, lunch, and how much of a day is planned."""

import datetime as dt
from typing import Literal

from models.tables.working_hours import PlanningHabit
from worker.core.date_formats import minutes_text
from worker.features.settings.setting import Choice, Place
from worker.features.working_hours.service import (
    OFFERED_HOURS,
    add_day_off,
    remove_coming_days_off,
    set_offered_hours,
    set_planning_habit,
)
from worker.features.working_hours.views import hours_summary, offered_hours_text

_CAPS = (240, 300, 360, 420, 480)
_WAYS = (15, 30, 45)
_LUNCHES = ("12:00-13:00", "13:00-14:00")
_Off = Literal["today", "tomorrow", "none"]


async def read_hours(place: Place) -> str:
    """ "Mon–Fri 09:00–18:00, off Thu 26 Nov"."""
    return await hours_summary(place.session, place.speaker, place.now)


async def offer_hours(place: Place) -> list[Choice]:
    """Usual weeks, lunches, and days off."""
    gettext = place.speaker.translator.gettext
    weeks = [
        Choice(offered_hours_text(place.speaker, number), f"week{number}")
        for number in range(len(OFFERED_HOURS))
    ]
    lunches = [
        Choice(f"{gettext('Lunch')} {lunch[:2].lstrip('0')}–{lunch[6:8]}", f"lunch{lunch}")
        for lunch in _LUNCHES
    ]
    return [
        *weeks,
        *lunches,
        Choice(gettext("No lunch break"), "lunch"),
        Choice(gettext("Off today"), "today"),
        Choice(gettext("Off tomorrow"), "tomorrow"),
        Choice(gettext("No days off"), "none"),
    ]


async def set_hours_or_days(place: Place, value: str) -> bool:
    """Apply one of the values offered. Raises ValueError and IndexError for made-up ones."""
    session, speaker = place.session, place.speaker
    if value.startswith("week"):
        await set_offered_hours(session, speaker, int(value[4:]))
        return True
    if value.startswith("lunch"):
        begins, _, ends = value[5:].partition("-")
        times = (dt.time.fromisoformat(begins), dt.time.fromisoformat(ends)) if ends else (None, None)
        return await set_planning_habit(session, speaker, lunch_from=times[0], lunch_until=times[1])
    today = speaker.today(place.now)
    if value in ("today", "tomorrow"):
        await add_day_off(session, speaker, today + dt.timedelta(days=value == "tomorrow"))
        return True
    if value == "none":
        await remove_coming_days_off(session, speaker, today)
    return value == "none"


async def _habit(place: Place) -> PlanningHabit:
    speaker = place.speaker
    kept = await place.session.get(PlanningHabit, speaker.member_id)
    return kept or PlanningHabit(member_id=speaker.member_id, workspace_id=speaker.workspace_id)


async def read_limits(place: Place) -> str:
    """ "6 h a day, 15 min between businesses"."""
    habit, translator = await _habit(place), place.speaker.translator
    cap = habit.planned_minutes_cap
    parts = [
        translator.gettext("the whole working day")
        if cap is None
        else translator.gettext("at most {amount} a day", amount=minutes_text(translator, cap))
    ]
    if habit.way_minutes:
        way = minutes_text(translator, habit.way_minutes)
        parts.append(translator.gettext("{amount} of travel between businesses", amount=way))
    return ", ".join(parts)


async def offer_limits(place: Place) -> list[Choice]:
    """How much of a day is planned, and the way between two businesses."""
    translator = place.speaker.translator
    caps = [Choice(minutes_text(translator, cap), f"cap{cap}") for cap in _CAPS]
    ways = [
        Choice(translator.gettext("Way {amount}", amount=minutes_text(translator, way)), f"way{way}")
        for way in _WAYS
    ]
    return [
        *caps,
        Choice(translator.gettext("No limit"), "cap"),
        *ways,
        Choice(translator.gettext("No way"), "way0"),
    ]


async def set_limits(place: Place, value: str) -> bool:
    """Apply one of the values offered. Raises ValueError for made-up ones."""
    what, amount = value[:3], value[3:]
    if what == "cap":
        minutes = int(amount) if amount else None
        if minutes is not None and minutes not in _CAPS:
            return False
        return await set_planning_habit(place.session, place.speaker, planned_minutes_cap=minutes)
    if what == "way" and int(amount) in (0, *_WAYS):
        return await set_planning_habit(place.session, place.speaker, way_minutes=int(amount))
    return False

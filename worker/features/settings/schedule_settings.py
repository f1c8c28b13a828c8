"""The settings of a chat's schedules: on and off, times, weekdays, and what is sent when there is nothing to say."""

import datetime as dt
from functools import partial

from models.tables.schedule import Schedule
from models.tables.weekdays import EVERY_DAY, WORKDAYS
from worker.features.digests.schedules import schedule_of
from worker.features.settings.schedule_arguments import ScheduleChange, parse_time
from worker.features.settings.service import change_schedule
from worker.features.settings.setting import Choice, Place, Setting
from worker.features.settings.views import KIND_BY_LETTER, weekdays_text

_TIMES = {
    "morning_digest": ("07:00", "07:45", "08:00", "08:30", "09:00", "10:00"),
    "evening_close": ("17:00", "18:00", "19:00", "20:00"),
    "weekly_review": ("09:00", "15:00", "17:00", "18:00"),
    "day_plan": ("06:30", "07:00", "07:30", "08:00"),
}
_WEEKLY_DAYS = ("4", "5", "6", "0")
_EMPTY = ("line", "silent")


async def read_schedule(kind: str, place: Place) -> str:
    """ "08:00, Mon–Fri", "off"."""
    schedule, translator = await schedule_of(place.session, place.speaker, kind), place.speaker.translator
    if not schedule.enabled:
        return translator.gettext("off")
    return f"{schedule.local_time:%H:%M}, {weekdays_text(translator, schedule.weekdays)}"


async def offer_schedule(kind: str, place: Place) -> list[Choice]:
    """What a schedule may become: of one that is off, to be turned on."""
    schedule, gettext = (
        await schedule_of(place.session, place.speaker, kind),
        place.speaker.translator.gettext,
    )
    times = [Choice(time, time) for time in _TIMES[kind]]
    if not schedule.enabled:
        return [Choice(gettext("Turn on"), "on"), *times]
    return [
        *times,
        *_days(schedule, place),
        *_when_empty(schedule, place),
        Choice(gettext("Turn off"), "off"),
    ]


def _days(schedule: Schedule, place: Place) -> list[Choice]:
    gettext = place.speaker.translator.gettext
    if schedule.kind == "weekly_review":
        return [
            Choice(weekdays_text(place.speaker.translator, 1 << int(day)).capitalize(), f"day{day}")
            for day in _WEEKLY_DAYS
        ]
    if schedule.weekdays != EVERY_DAY:
        return [Choice(gettext("Every day"), "all")]
    return [Choice(gettext("Weekdays only"), "work")]


def _when_empty(schedule: Schedule, place: Place) -> list[Choice]:
    gettext = place.speaker.translator.gettext
    if schedule.kind == "day_plan":
        return []
    if schedule.when_empty == "silent":
        return [Choice(gettext("Write even with nothing due"), "line")]
    return [Choice(gettext("Stay silent with nothing due"), "silent")]


async def set_schedule(kind: str, place: Place, value: str) -> bool:
    """Apply one of the values offered."""
    schedule = await schedule_of(place.session, place.speaker, kind)
    if value in _EMPTY:
        schedule.when_empty = value
        place.session.add(schedule)
        return True
    change = _change_of(value)
    if change is None:
        return False
    await change_schedule(place.session, place.speaker, schedule, change, place.now)
    return True


def _change_of(value: str) -> ScheduleChange | None:
    if value in ("on", "off"):
        return ScheduleChange(enabled=value == "on")
    if value in ("work", "all"):
        return ScheduleChange(weekdays=WORKDAYS if value == "work" else EVERY_DAY)
    if value.startswith("day") and value[3:] in _WEEKLY_DAYS:
        return ScheduleChange(weekdays=1 << int(value[3:]))
    time: dt.time | None = parse_time(value)
    return None if time is None else ScheduleChange(local_time=time)


def schedule_setting(letter: str, label: str, hint: str) -> Setting:
    """The setting of the schedule with a letter of `KIND_BY_LETTER`."""
    kind = KIND_BY_LETTER[letter]
    return Setting(
        letter,
        label,
        partial(read_schedule, kind),
        partial(offer_schedule, kind),
        partial(set_schedule, kind),
        hint,
    )

"""Days, times and durations as text in the reader's language."""

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from models.tables.task import Task
from worker.core.i18n import Translator

_DAY_MINUTES = 24 * 60
_SHORT = {"en": "EEE d MMM", "ru": "EEE, d MMMM"}
_LONG = {"en": "EEEE d MMMM", "ru": "EEEE, d MMMM"}


def short_day(translator: Translator, day: dt.date, today: dt.date) -> str:
    """ "today", "tomorrow", "Fri 27 Nov" or «пт, 27 ноября»; with the year when it is another one."""
    if day == today:
        return translator.gettext("today")
    if day == today + dt.timedelta(days=1):
        return translator.gettext("tomorrow")
    if day == today - dt.timedelta(days=1):
        return translator.gettext("yesterday")
    pattern = _SHORT[translator.language] + ("" if day.year == today.year else " y")
    return format_date(day, pattern, locale=translator.language)


def long_day(translator: Translator, day: dt.date) -> str:
    """ "Tuesday 24 November", «вторник, 24 ноября» with a capital."""
    text = format_date(day, _LONG[translator.language], locale=translator.language)
    return text[:1].upper() + text[1:]


def within_sentence(translator: Translator, text: str) -> str:
    """A day or days as they stand behind other words: «Дима: вторник, 24 ноября», "Tom: Tuesday 24 November"."""
    return text[:1].lower() + text[1:] if translator.language == "ru" else text


def day_of_week(translator: Translator, day: dt.date) -> str:
    """ "Tuesday 24 November", «вторник, 24 ноября», within a sentence."""
    return format_date(day, _LONG[translator.language], locale=translator.language)


def day_and_month(translator: Translator, day: dt.date) -> str:
    """ "1 December", «1 декабря»."""
    return format_date(day, "d MMMM", locale=translator.language)


def month_name(translator: Translator, month: int, *, alone: bool = False) -> str:
    """ "August", «августа»: the month of that number (1 to 12) as it stands beside a day; `alone` as it stands by itself, «август»."""
    return format_date(dt.date(2000, month, 1), "LLLL" if alone else "MMMM", locale=translator.language)


def date_range_text(translator: Translator, first: dt.date, last: dt.date, today: dt.date) -> str:
    """ "May 2027" for what is a month to its end, "Mon 30 Nov – Sun 6 Dec" for other days."""
    ends_month = (last + dt.timedelta(days=1)).day == 1 and (first.year, first.month) == (
        last.year,
        last.month,
    )
    if ends_month and first in (first.replace(day=1), today):
        pattern = "LLLL" if last.year == today.year else "LLLL y"
        text = format_date(last, pattern, locale=translator.language)
        return text[:1].upper() + text[1:]
    days = " – ".join(short_day(translator, day, today) for day in (first, last))
    return days[:1].upper() + days[1:]


def minutes_text(translator: Translator, minutes: int) -> str:
    """ "45 min", "1 h 30", "2 h"; «45 мин», «1 ч 30 мин», «2 ч»."""
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return translator.gettext("{n} min", n=rest)
    return translator.gettext("{h} h {m}", h=hours, m=rest) if rest else translator.gettext("{h} h", h=hours)


def hours_text(translator: Translator, minutes: int) -> str:
    """As short as a chart needs it: "45 min", "1.5 h", «1,5 ч»; whole hours from ten on."""
    if minutes < 60:
        return minutes_text(translator, minutes)
    pattern = "0.#" if minutes < 600 else "0"
    return translator.gettext("{h} h", h=format_decimal(minutes / 60, pattern, locale=translator.language))


def local_time(task: Task, zone: ZoneInfo) -> str | None:
    """A deadline's clock time in the reader's zone, "09:00"; None when it has a day only."""
    return None if task.deadline_at is None else f"{task.deadline_at.astimezone(zone):%H:%M}"


def ends_at(task: Task, zone: ZoneInfo) -> str | None:
    """When what begins at a clock time ends by its stated length, "16:00"; None where no length, or one of days, is known."""
    if task.timing != "on" or task.deadline_at is None or task.estimate_source != "stated":
        return None
    minutes = task.estimate_minutes or 0
    after = task.deadline_at + dt.timedelta(minutes=minutes)
    return f"{after.astimezone(zone):%H:%M}" if 0 < minutes < _DAY_MINUTES else None


def clock_range(task: Task, zone: ZoneInfo) -> str | None:
    """ "14:00–16:00" of what begins at a clock time and has a stated length, "14:00" of what has a clock time only."""
    begins, ends = local_time(task, zone), ends_at(task, zone)
    return f"{begins}–{ends}" if begins and ends else begins


def deadline_text(translator: Translator, task: Task, today: dt.date, zone: ZoneInfo) -> str | None:
    """ "Fri 4 Dec 14:00–16:00" and "tomorrow" for what happens then, "by Fri 4 Dec" for what must be done by then; None
    without a deadline."""
    if task.deadline_on is None:
        return None
    day = task.deadline_on if task.deadline_at is None else task.deadline_at.astimezone(zone).date()
    return due_text(translator, day, clock_range(task, zone), task.timing, today)


def due_text(
    translator: Translator, day: dt.date, clock_time: str | None, timing: str | None, today: dt.date
) -> str:
    """As `deadline_text`, of a day and a clock time ("14:00") by themselves."""
    if timing == "by":
        return _until_text(translator, day, clock_time, today)
    if clock_time is not None:
        return translator.gettext("{day} {time}", day=short_day(translator, day, today), time=clock_time)
    return short_day(translator, day, today)


def due_day_text(translator: Translator, day: dt.date, timing: str | None, today: dt.date) -> str:
    """ "Fri 4 Dec" of what happens on a day, "by Fri 4 Dec" of a deadline; whatever its clock time."""
    if timing == "by":
        return _until_text(translator, day, None, today)
    return short_day(translator, day, today)


def _until_text(translator: Translator, day: dt.date, clock_time: str | None, today: dt.date) -> str:
    """ "by Fri 4 Dec 14:00", "by tomorrow", "by the end of today", "due yesterday", "today by 14:00"."""
    named, days = short_day(translator, day, today), (day - today).days
    if clock_time is not None:
        if -1 <= days <= 1:
            return translator.gettext("{day} by {time}", day=named, time=clock_time)
        return translator.gettext("by {day} {time}", day=named, time=clock_time)
    if days == 0:
        return translator.gettext("by the end of today")
    return translator.gettext("due yesterday") if days == -1 else translator.gettext("by {day}", day=named)


def clock_text(minute: int) -> str:
    """ "09:05" for minute 545 of the day; minutes past midnight continue from 00:00."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def amount_text(translator: Translator, minutes: int) -> str:
    """ "45 min", "1 h 30", and "0 min" for nothing."""
    return minutes_text(translator, max(0, minutes))


def iso_day_text(translator: Translator, iso: str, today: dt.date) -> str:
    """ "tomorrow", "Thu 26 Nov" for an ISO date."""
    return short_day(translator, dt.date.fromisoformat(iso), today)

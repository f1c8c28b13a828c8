"""Text of /hours: the hours by weekday and business, lunch, limits and days off."""

import datetime as dt
from collections.abc import Iterable

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.working_hours import DayOff, PlanningHabit, WorkingHours
from worker.core.date_formats import clock_text, minutes_text, short_day
from worker.core.directory_names import load_directory_names
from worker.core.i18n import Translator
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.features.working_hours.day import DAY_END, Busy
from worker.features.working_hours.service import OFFERED_HOURS


def all_day_lines(translator: Translator, titles: Iterable[str]) -> list[str]:
    """ "all day  📅 <i>Trade fair</i>" for each event of whole days. HTML."""
    return [calendar_line(translator, Busy(0, DAY_END, title=title)) for title in titles]


def calendar_line(translator: Translator, time: Busy) -> str:
    """ "10:00–12:00  📅 <i>Bank</i>": a subscribed calendar's event on a day; "until 12:00", "from 16:00" and "all day" where
    it began before the day, goes on after it, or both. HTML."""
    begun, goes_on = time.start == 0, time.end >= DAY_END
    if begun and goes_on:
        when = translator.gettext("all day")
    elif begun:
        when = translator.gettext("until {time}", time=clock_text(time.end))
    elif goes_on:
        when = translator.gettext("from {time}", time=clock_text(time.start))
    else:
        when = f"{clock_text(time.start)}–{clock_text(time.end)}"
    return f"{when}  📅 <i>{escape_html(time.title) or translator.gettext('Appointment')}</i>"


async def working_hours_text(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> str:
    """All that is set about the speaker's hours, HTML, with examples of how to change it."""
    translator, names = speaker.translator, await load_directory_names(session, speaker)
    statement = (
        select(WorkingHours)
        .where(WorkingHours.member_id == speaker.member_id)
        .order_by(col(WorkingHours.business_id).nulls_first(), col(WorkingHours.weekday))
    )
    rows = (await session.exec(statement)).all()
    lines = [translator.gettext("<b>Working hours</b>")]
    if not any(row.business_id is None for row in rows):
        lines.append(translator.gettext("Monday to Friday 09:00–18:00 (the usual)"))
    for row in rows:
        name = names.business_name(row.business_id)
        firm = f" · {escape_html(name)}" if name else ""
        lines.append(f"{_weekday(speaker, row.weekday)} {row.opens_at:%H:%M}–{row.closes_at:%H:%M}{firm}")
    return "\n".join([*lines, *await _habits(session, speaker, now), "", hours_hint(speaker)])


async def _habits(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> list[str]:
    translator, today = speaker.translator, speaker.today(now)
    habit = (
        await session.exec(select(PlanningHabit).where(PlanningHabit.member_id == speaker.member_id))
    ).first() or PlanningHabit(member_id=speaker.member_id, workspace_id=speaker.workspace_id)
    lines = []
    if habit.lunch_from is not None and habit.lunch_until is not None:
        lines.append(f"{translator.gettext('Lunch')} {habit.lunch_from:%H:%M}–{habit.lunch_until:%H:%M}")
    if habit.planned_minutes_cap is not None:
        lines.append(
            translator.gettext(
                "At most {amount} planned a day", amount=minutes_text(translator, habit.planned_minutes_cap)
            )
        )
    if habit.way_minutes:
        lines.append(
            translator.gettext(
                "{amount} of travel between businesses", amount=minutes_text(translator, habit.way_minutes)
            )
        )
    statement = select(DayOff).where(DayOff.member_id == speaker.member_id, col(DayOff.last_on) >= today)
    for off in (await session.exec(statement.order_by(col(DayOff.first_on)))).all():
        days = dict.fromkeys(short_day(translator, day, today) for day in (off.first_on, off.last_on))
        lines.append(translator.gettext("Off: {days}", days=" – ".join(days)))
    return lines


def _weekday(speaker: Speaker, day: int) -> str:
    gettext = speaker.translator.gettext
    return (
        gettext("Mon"),
        gettext("Tue"),
        gettext("Wed"),
        gettext("Thu"),
        gettext("Fri"),
        gettext("Sat"),
        gettext("Sun"),
    )[day]


def hours_hint(speaker: Speaker) -> str:
    """Examples of lines that `/hours` understands."""
    return speaker.translator.gettext(
        "Set them like this: /hours Mon-Fri 9-18, /hours Sat off, /hours lunch 12-13, /hours limit 6 h, "
        "/hours way 15 min, /hours day off 27 November, /hours day on 27 November"
    )


async def hours_summary(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> str:
    """The speaker's own hours and the next day off in one line: "Mon–Fri 09:00–18:00, Sat 10:00–14:00, off Thu 26 Nov"."""
    statement = (
        select(WorkingHours)
        .where(WorkingHours.member_id == speaker.member_id, col(WorkingHours.business_id).is_(None))
        .order_by(col(WorkingHours.weekday))
    )
    rows = (await session.exec(statement)).all()
    hours = {row.weekday: f"{row.opens_at:%H:%M}–{row.closes_at:%H:%M}" for row in rows}
    parts = _runs(speaker, hours or dict.fromkeys(range(5), "09:00–18:00"))
    today = speaker.today(now)
    off = select(DayOff).where(DayOff.member_id == speaker.member_id, col(DayOff.last_on) >= today)
    coming = (await session.exec(off.order_by(col(DayOff.first_on)).limit(1))).first()
    if coming is not None:
        day = short_day(speaker.translator, max(coming.first_on, today), today)
        parts.append(speaker.translator.gettext("off {day}", day=day))
    return ", ".join(parts)


def _runs(speaker: Speaker, hours: dict[int, str]) -> list[str]:
    """Neighbouring weekdays with the same hours as one part."""
    parts, first = list[str](), None
    for day in range(8):
        if first is not None and hours.get(day) != hours[first]:
            days = _weekday(speaker, first) + (f"–{_weekday(speaker, day - 1)}" if day - 1 > first else "")
            parts.append(f"{days} {hours[first]}")
            first = None
        if first is None and day in hours:
            first = day
    return parts


def offered_hours_text(speaker: Speaker, number: int) -> str:
    """The label of one of the offered weeks: "Mon–Fri 9–18"."""
    days, opens, closes = OFFERED_HOURS[number]
    gettext = speaker.translator.gettext
    named = {"mon-fri": gettext("Mon–Fri"), "mon-sat": gettext("Mon–Sat"), "mon-sun": gettext("Every day")}
    return f"{named[days]} {opens}–{closes}"

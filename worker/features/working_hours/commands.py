"""/hours: when a person works, by weekday and by business; lunch, the day's limit, the way between, days off."""

import datetime as dt
import re

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.working_hours import DayOff, PlanningHabit, WorkingHours
from worker.core.command_request import CommandRequest
from worker.core.date_formats import clock_text, minutes_text, short_day
from worker.core.directory_names import load_directory_names
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.working_hours.day import Stretch
from worker.features.working_hours.queries import DEFAULT_HOURS
from worker.features.working_hours.typed_hours import says_off, stretch_in, weekdays_in
from worker.understanding.dates import find_mentions
from worker.understanding.requests.duration import duration_of

_LUNCH = re.compile(r"^\s*(?:lunch|обед)\b", re.IGNORECASE)
_LIMIT = re.compile(r"^\s*(?:limit|cap|предел|лимит)\b", re.IGNORECASE)
_WAY = re.compile(r"^\s*(?:way|travel|дорога|переезд)\b", re.IGNORECASE)
_DAY_OFF = re.compile(r"^\s*(?:day\s+off|vacation|holiday|отпуск|выходной)\b", re.IGNORECASE)
_DAY_ON = re.compile(r"^\s*(?:day\s+on|working\s+day|рабочий)\b", re.IGNORECASE)
_SHORTEST_LIMIT, _LONGEST_WAY = 30, 240
_LONGEST_MONTH = 31


async def hours_command(request: CommandRequest) -> list[Reply]:
    """`/hours` shows; with a line it sets what the line says, and shows the whole."""
    line = request.argument.strip()
    if line and not await _apply_line(request, line):
        return [
            Reply(
                f"{request.speaker.translator.gettext('I did not understand that.')}\n{hours_hint(request.speaker)}"
            )
        ]
    return [Reply(await working_hours_text(request.session, request.speaker, request.moment.now))]


async def _apply_line(request: CommandRequest, line: str) -> bool:
    session, speaker, now = request.session, request.speaker, request.moment.now
    rest = re.sub(r"^\s*\S+", "", line)
    if _LUNCH.match(line):
        return await set_lunch(session, speaker, line)
    if _LIMIT.match(line):
        minutes = duration_of(rest, now)
        if minutes is not None and not _SHORTEST_LIMIT <= minutes <= 24 * 60:
            return False
        return (minutes is not None or says_off(rest)) and await set_planning_habit(
            session, speaker, planned_minutes_cap=minutes
        )
    if _WAY.match(line):
        way = duration_of(rest, now) or (0 if says_off(rest) else None)
        return (
            way is not None
            and way <= _LONGEST_WAY
            and await set_planning_habit(session, speaker, way_minutes=way)
        )
    if _DAY_ON.match(line) or _DAY_OFF.match(line):
        set_day = remove_days_off if _DAY_ON.match(line) else add_days_off
        return await set_day(session, speaker, line, now)
    return await set_hours(session, speaker, line)


async def set_lunch(session: AsyncSession, speaker: Speaker, line: str) -> bool:
    stretch = stretch_in(line)
    if stretch is None and not says_off(line):
        return False
    times = (None, None) if stretch is None else (clock_time(stretch.start), clock_time(stretch.end))
    return await set_planning_habit(session, speaker, lunch_from=times[0], lunch_until=times[1])


async def set_planning_habit(session: AsyncSession, speaker: Speaker, **values: dt.time | int | None) -> bool:
    statement = select(PlanningHabit).where(PlanningHabit.member_id == speaker.member_id).with_for_update()
    row = (await session.exec(statement)).first()
    if row is None:
        row = PlanningHabit(member_id=speaker.member_id, workspace_id=speaker.workspace_id)
        session.add(row)
        # Stored before it is changed: an insert would put the default in place of "no lunch".
        await session.flush()
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()
    return True


async def add_days_off(session: AsyncSession, speaker: Speaker, line: str, now: dt.datetime) -> bool:
    days = days_named(line, speaker, now)
    if not days:
        return False
    first_on, last_on = days[0], days[-1]
    session.add(
        DayOff(
            workspace_id=speaker.workspace_id, member_id=speaker.member_id, first_on=first_on, last_on=last_on
        )
    )
    await session.flush()
    return True


async def remove_days_off(session: AsyncSession, speaker: Speaker, line: str, now: dt.datetime) -> bool:
    """The days off that hold a named day are taken back."""
    days = days_named(line, speaker, now)
    if not days:
        return False
    await session.execute(
        delete(DayOff).where(
            col(DayOff.member_id) == speaker.member_id,
            col(DayOff.first_on) <= days[-1],
            col(DayOff.last_on) >= days[0],
        )
    )
    return True


def days_named(line: str, speaker: Speaker, now: dt.datetime) -> list[dt.date]:
    """The days from today on that a line names, in their order; of a span its first and last."""
    dated = [m for m in find_mentions(line, now.astimezone(speaker.zone)) if m.date_said]
    found = [day for m in dated if m.date is not None for day in (m.date, _last_of(m.text, m.date))]
    return sorted(day for day in found if day >= speaker.today(now))


def _last_of(said: str, first: dt.date) -> dt.date:
    """The last day of "1-14 December", «с 1 по 14 декабря»; the day itself where there is only one."""
    span = re.search(r"(?<!\d)(\d{1,2})\s*(?:[-–—]|to|till|until|по|до)\s*(\d{1,2})(?![\d:.])", said)
    if span is None or int(span[1]) != first.day or not first.day < int(span[2]) <= _LONGEST_MONTH:
        return first
    return first + dt.timedelta(days=int(span[2]) - first.day)


async def set_hours(session: AsyncSession, speaker: Speaker, line: str) -> bool:
    days, stretch = weekdays_in(line), stretch_in(line)
    if not days or (stretch is None and not says_off(line)):
        return False
    business = await _business(session, speaker, line)
    await _start_from_default(session, speaker, business)
    await session.execute(
        delete(WorkingHours).where(
            col(WorkingHours.member_id) == speaker.member_id,
            col(WorkingHours.business_id).is_not_distinct_from(business),
            col(WorkingHours.weekday).in_(days),
        )
    )
    if stretch is not None:
        session.add_all([_hours_row(speaker, business, day, stretch) for day in days])
    await session.flush()
    return True


async def _start_from_default(session: AsyncSession, speaker: Speaker, business: int | None) -> None:
    """The first line about one's own hours changes the usual week, it does not close the rest of it."""
    statement = select(WorkingHours.id).where(
        WorkingHours.member_id == speaker.member_id, col(WorkingHours.business_id).is_(None)
    )
    if business is None and (await session.exec(statement)).first() is None:
        session.add_all([_hours_row(speaker, None, day, DEFAULT_HOURS) for day in range(5)])
        await session.flush()


def _hours_row(speaker: Speaker, business: int | None, day: int, stretch: Stretch) -> WorkingHours:
    return WorkingHours(
        workspace_id=speaker.workspace_id,
        member_id=speaker.member_id,
        business_id=business,
        weekday=day,
        opens_at=clock_time(stretch.start),
        closes_at=clock_time(stretch.end),
    )


async def _business(session: AsyncSession, speaker: Speaker, line: str) -> int | None:
    statement = select(Business).where(
        Business.workspace_id == speaker.workspace_id, col(Business.archived_at).is_(None)
    )
    found = (await session.exec(statement)).all()
    return next((b.id for b in found if re.search(rf"\b{re.escape(b.name)}\b", line, re.IGNORECASE)), None)


async def working_hours_text(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> str:
    translator, names = speaker.translator, await load_directory_names(session, speaker.workspace_id)
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
        firm = (
            f" · {escape_html(names.businesses[row.business_id].name)}" if row.business_id is not None else ""
        )
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
    return speaker.translator.gettext(
        "Set them like this: /hours Mon-Fri 9-18, /hours Sat off, /hours lunch 12-13, /hours limit 6 h, "
        "/hours way 15 min, /hours day off 27 November, /hours day on 27 November"
    )


def clock_time(minute: int) -> dt.time:
    return dt.time.fromisoformat(clock_text(minute))

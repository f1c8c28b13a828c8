"""Loads a person's days (hours, lunch, days off, appointments) and changes them as a typed line says."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.appointment import Appointment
from models.tables.task import Task
from models.tables.timer import Timer
from models.tables.working_hours import DayOff, PlanningHabit, WorkingHours
from worker.core.date_formats import clock_text
from worker.core.directory_names import load_directory_names
from worker.core.speaker import Speaker
from worker.core.task_access import own_tasks
from worker.features.timer.service import LONGEST_TIMER
from worker.features.working_hours.day import DAY_END, Busy, Stretch, WorkDay, instant_of_minute, minute_of
from worker.features.working_hours.typed_hours import days_named, says_off, stretch_in, weekdays_in

DEFAULT_HOURS = Stretch(9 * 60, 18 * 60)
_STEP = 5
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class _Rows:
    hours: Sequence[WorkingHours]
    off: Sequence[DayOff]
    appointments: Sequence[Appointment]
    habit: PlanningHabit


async def load_days(
    session: AsyncSession, speaker: Speaker, first: dt.date, count: int, now: dt.datetime
) -> list[WorkDay]:
    """The speaker's days from `first` on (local dates of their zone). Nothing is planned before `now`."""
    rows = await _rows(session, speaker, first, first + dt.timedelta(days=count))
    done = await _done_minutes(session, speaker, now) + await _minutes_at_work(session, speaker, now)
    today = speaker.today(now)
    days = []
    for on in (first + dt.timedelta(days=offset) for offset in range(count)):
        start = _next_step(now, speaker.zone) if on == today else DAY_END if on < today else 0
        days.append(
            WorkDay(
                on=on,
                hours=_hours(rows, on),
                busy=_busy(rows, on, speaker.zone),
                now=start,
                buffer=rows.habit.way_minutes,
                cap=rows.habit.planned_minutes_cap,
                done_minutes=done if on == today else 0,
                day_off=_is_day_off(rows, on),
                all_day=_all_day(rows, on, speaker.zone),
            )
        )
    return days


def _next_step(now: dt.datetime, zone: ZoneInfo) -> int:
    local = now.astimezone(zone)
    return -(-(local.hour * 60 + local.minute) // _STEP) * _STEP


async def _rows(session: AsyncSession, speaker: Speaker, first: dt.date, after: dt.date) -> _Rows:
    member = speaker.member_id
    starts, ends = instant_of_minute(0, first, speaker.zone), instant_of_minute(0, after, speaker.zone)
    hours = (await session.exec(select(WorkingHours).where(WorkingHours.member_id == member))).all()
    off = (
        await session.exec(
            select(DayOff).where(
                DayOff.member_id == member, col(DayOff.last_on) >= first, col(DayOff.first_on) < after
            )
        )
    ).all()
    appointments = (
        await session.exec(
            select(Appointment)
            .where(
                Appointment.member_id == member,
                col(Appointment.ends_at) > starts,
                col(Appointment.starts_at) < ends,
            )
            .order_by(col(Appointment.starts_at), col(Appointment.id))
        )
    ).all()
    habit = (await session.exec(select(PlanningHabit).where(PlanningHabit.member_id == member))).first()
    return _Rows(
        hours, off, appointments, habit or PlanningHabit(member_id=member, workspace_id=speaker.workspace_id)
    )


def _is_day_off(rows: _Rows, on: dt.date) -> bool:
    return any(day.first_on <= on <= day.last_on for day in rows.off)


def _hours(rows: _Rows, on: dt.date) -> dict[int | None, Stretch | None]:
    if _is_day_off(rows, on):
        return {None: None}
    owners = {row.business_id for row in rows.hours}
    hours: dict[int | None, Stretch | None] = dict.fromkeys(sorted(owners, key=lambda o: o or 0))
    hours.setdefault(None, DEFAULT_HOURS if on.weekday() < 5 else None)
    for row in rows.hours:
        if row.weekday == on.weekday():
            hours[row.business_id] = Stretch(_minute(row.opens_at), _minute(row.closes_at))
    return hours


def _busy(rows: _Rows, on: dt.date, zone: ZoneInfo) -> tuple[Busy, ...]:
    busy = [
        Busy(
            minute_of(row.starts_at, on, zone),
            minute_of(row.ends_at, on, zone),
            "away" if row.kind == "away" else "appointment",
            row.business_id,
            row.title,
        )
        for row in rows.appointments
        if row.takes_time
    ]
    habit = rows.habit
    if habit.lunch_from is not None and habit.lunch_until is not None:
        busy.append(Busy(_minute(habit.lunch_from), _minute(habit.lunch_until), "lunch"))
    return tuple(sorted((b for b in busy if b.end > b.start), key=lambda b: (b.start, b.end, b.title)))


def _all_day(rows: _Rows, on: dt.date, zone: ZoneInfo) -> tuple[str, ...]:
    return tuple(
        time.title for time in _times_of_day((r for r in rows.appointments if not r.takes_time), on, zone)
    )


async def calendar_times_of_days(
    session: AsyncSession, wanted: Mapping[tuple[int, dt.date], ZoneInfo]
) -> dict[tuple[int, dt.date], list[Busy]]:
    """What subscribed calendars have on local days of members, by the clock: one query, however many there are."""
    if not wanted:
        return {}
    days = [day for _, day in wanted]
    # A day more on both sides holds every zone's local days.
    first, last = min(days) - dt.timedelta(days=1), max(days) + dt.timedelta(days=2)
    statement = select(Appointment).where(
        col(Appointment.member_id).in_({member for member, _ in wanted}),
        col(Appointment.subscription_id).is_not(None),
        col(Appointment.ends_at) > instant_of_minute(0, first, _UTC),
        col(Appointment.starts_at) < instant_of_minute(0, last, _UTC),
    )
    rows = (await session.exec(statement)).all()
    return {
        (member, day): _times_of_day([row for row in rows if row.member_id == member], day, zone)
        for (member, day), zone in wanted.items()
    }


def _times_of_day(rows: Iterable[Appointment], on: dt.date, zone: ZoneInfo) -> list[Busy]:
    times = (
        Busy(minute_of(row.starts_at, on, zone), minute_of(row.ends_at, on, zone), title=row.title)
        for row in rows
    )
    return sorted((time for time in times if time.end > time.start), key=lambda t: (t.start, t.end, t.title))


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute


async def _done_minutes(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> int:
    """What the speaker did today already: actual minutes, or the estimate where none is known."""
    since = instant_of_minute(0, speaker.today(now), speaker.zone)
    done = own_tasks(speaker).where(Task.status == "done", col(Task.done_at) >= since)
    return sum(task.actual_minutes or task.estimate_minutes or 0 for task in (await session.exec(done)).all())


async def _minutes_at_work(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> int:
    """What the speaker's running timer measured today, in steps so that a second changes no plan: it counts as done
    work of the day. A forgotten timer counts for nothing."""
    timer = await session.get(Timer, speaker.member_id, populate_existing=True)
    if timer is None or now - timer.started_at > LONGEST_TIMER:
        return 0
    since = max(timer.started_at, instant_of_minute(0, speaker.today(now), speaker.zone))
    return round((now - since).total_seconds() / 60 / _STEP) * _STEP


async def set_planning_habit(session: AsyncSession, speaker: Speaker, **values: dt.time | int | None) -> bool:
    """Set columns of the speaker\'s planning habit, creating the row when there is none; always True."""
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


async def remove_days_off(session: AsyncSession, speaker: Speaker, line: str, now: dt.datetime) -> bool:
    """Delete the days off that contain a named day."""
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


async def set_hours(session: AsyncSession, speaker: Speaker, line: str) -> bool:
    """Replace the hours of the weekdays (and business) that a line names; False when it names none."""
    days, stretch = weekdays_in(line), stretch_in(line)
    if not days or (stretch is None and not says_off(line)):
        return False
    business = await business_named(session, speaker, line)
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
    """Before the first own hours are stored, store the usual week, so that the other days stay open."""
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
        opens_at=_clock_time(stretch.start),
        closes_at=_clock_time(stretch.end),
    )


def _clock_time(minute: int) -> dt.time:
    return dt.time.fromisoformat(clock_text(minute))


async def business_named(session: AsyncSession, speaker: Speaker, line: str) -> int | None:
    """The id of the active business, of those the speaker knows, whose name stands in the line; None when there is none."""
    names = await load_directory_names(session, speaker)
    found = [business for business in names.businesses.values() if business.archived_at is None]
    return next((b.id for b in found if re.search(rf"\b{re.escape(b.name)}\b", line, re.IGNORECASE)), None)


async def set_lunch(session: AsyncSession, speaker: Speaker, line: str) -> bool:
    """Set or remove lunch as a line says; False when it says neither."""
    stretch = stretch_in(line)
    if stretch is None and not says_off(line):
        return False
    times = (None, None) if stretch is None else (_clock_time(stretch.start), _clock_time(stretch.end))
    return await set_planning_habit(session, speaker, lunch_from=times[0], lunch_until=times[1])


async def add_days_off(session: AsyncSession, speaker: Speaker, line: str, now: dt.datetime) -> bool:
    """Store the days that a line names as days off; False when it names none."""
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


# Weeks that are offered as buttons: the days in the form of /hours, opening and closing.
OFFERED_HOURS: tuple[tuple[str, int, int], ...] = (
    ("mon-fri", 9, 18),
    ("mon-fri", 8, 17),
    ("mon-fri", 10, 19),
    ("mon-sat", 9, 18),
    ("mon-sat", 10, 20),
    ("mon-sun", 10, 20),
)


async def set_offered_hours(session: AsyncSession, speaker: Speaker, number: int) -> None:
    """Set the speaker's hours to one of `OFFERED_HOURS`; other days are closed. Raises IndexError for other numbers."""
    days, opens, closes = OFFERED_HOURS[number]
    await set_hours(session, speaker, "mon-sun off")
    await set_hours(session, speaker, f"{days} {opens}-{closes}")


async def add_day_off(session: AsyncSession, speaker: Speaker, day: dt.date) -> None:
    """Store a local day as a day off of the speaker's, unless it is one."""
    kept = select(DayOff.id).where(
        DayOff.member_id == speaker.member_id, col(DayOff.first_on) <= day, col(DayOff.last_on) >= day
    )
    if (await session.exec(kept.limit(1))).first() is None:
        session.add(
            DayOff(workspace_id=speaker.workspace_id, member_id=speaker.member_id, first_on=day, last_on=day)
        )
        await session.flush()


async def remove_coming_days_off(session: AsyncSession, speaker: Speaker, today: dt.date) -> None:
    """Delete the speaker's days off that are not over on a local day."""
    await session.execute(
        delete(DayOff).where(col(DayOff.member_id) == speaker.member_id, col(DayOff.last_on) >= today)
    )

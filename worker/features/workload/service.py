"""Computes members' weeks: the open work due or set until Sunday, and the working minutes left until then."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.task import Task
from worker.core.all_day_events import is_all_day_event
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.past_events import is_past_event
from worker.core.speaker import Speaker
from worker.core.task_access import own_tasks
from worker.features.estimates.assumed_lengths import AssumedLengths, load_assumed_lengths
from worker.features.working_hours.day import Stretch, WorkDay
from worker.features.working_hours.service import load_days

# Work that took longer than was thought still takes some more.
_LEAST_LEFT = 5
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """A member's week until `last`, a Sunday (of their zone).

    `tasks` are open and due or set until then, what is overdue included; `minutes` is what is left of their estimates, of
    `assumed` of them as long as their business usually takes. `free` are the working minutes left: working hours from now
    on, without days off, absences, appointments and lunch. Work and hours are those of all businesses, or of those that
    whoever asks may know.
    """

    member_id: int
    last: dt.date
    tasks: tuple[Task, ...]
    minutes: int
    assumed: int
    free: int

    @property
    def excess(self) -> int:
        """By how many minutes the work exceeds the time; 0 when it fits."""
        return max(0, self.minutes - self.free)


async def week_loads(
    session: AsyncSession, speaker: Speaker, members: Sequence[Member], now: dt.datetime
) -> list[WeekLoad]:
    """The weeks of those members that the speaker may know: whole ones for the owner, and the speaker's own.

    Of the people of a business that the speaker manages or views the work and hours of such businesses alone.
    """
    names = await load_directory_names(session, speaker)
    lengths = (await load_assumed_lengths(session, [speaker.workspace_id]))[speaker.workspace_id]
    zones = await _zones(session, speaker)
    shown = [(m, _businesses_shown(speaker, m, names)) for m in members if m.archived_at is None]
    return [
        await _week_load(session, _as_member(speaker, member, zones), within, lengths, now)
        for member, within in shown
        if within is None or within
    ]


def _businesses_shown(speaker: Speaker, member: Member, names: DirectoryNames) -> frozenset[int] | None:
    """The businesses of a member whose work and hours the speaker may know; None for all, and private ones too."""
    if speaker.is_owner or member.id == speaker.member_id:
        return None
    return speaker.overseen & names.works_for.get(member.id or 0, frozenset())


async def _zones(session: AsyncSession, speaker: Speaker) -> dict[int, ZoneInfo]:
    statement = select(Chat.member_id, Chat.zone).where(
        Chat.workspace_id == speaker.workspace_id, Chat.kind == "private"
    )
    return {member: ZoneInfo(zone) for member, zone in (await session.exec(statement)).all()}


def _as_member(speaker: Speaker, member: Member, zones: dict[int, ZoneInfo]) -> Speaker:
    """The member as a speaker: theirs are the tasks, hours and days that are counted."""
    assert member.id is not None
    zone = zones.get(member.id, speaker.zone)
    return replace(speaker, member_id=member.id, name=member.name, is_owner=member.is_owner, zone=zone)


async def _week_load(
    session: AsyncSession,
    member: Speaker,
    within: frozenset[int] | None,
    lengths: AssumedLengths,
    now: dt.datetime,
) -> WeekLoad:
    today = member.today(now)
    last = _sunday(today)
    statement = own_tasks(member).where(
        Task.status == "open", func.coalesce(col(Task.do_on), col(Task.deadline_on)) <= last
    )
    if within is not None:
        statement = statement.where(col(Task.business_id).in_(within))
    found = (await session.exec(statement.order_by(col(Task.deadline_on), col(Task.number)))).all()
    tasks = tuple(t for t in found if not is_past_event(t, today) and not is_all_day_event(t.title))
    days = await load_days(session, member, today, (last - today).days + 1, now)
    days = days if within is None else [_day_within(day, within) for day in days]
    return WeekLoad(
        member_id=member.member_id,
        last=last,
        tasks=tasks,
        minutes=sum(minutes_left(task, lengths) for task in tasks),
        assumed=sum(task.estimate_minutes is None for task in tasks),
        free=sum(map(_free_minutes, days)),
    )


def _sunday(today: dt.date) -> dt.date:
    """The end of this week, which at a weekend is the coming one (convention 4)."""
    days = 6 - today.weekday()
    return today + dt.timedelta(days=days if today.weekday() < _SATURDAY else days + 7)


def minutes_left(task: Task, lengths: AssumedLengths) -> int:
    """What is left of a task's estimate, or of the length that is assumed of it."""
    whole = task.estimate_minutes or lengths.minutes(task.business_id)
    return max(_LEAST_LEFT, whole - task.worked_minutes)


def _day_within(day: WorkDay, businesses: frozenset[int]) -> WorkDay:
    """The day as these businesses know it: nothing of the others' hours, appointments and finished work shows through."""
    own = day.hours.get(None)
    hours: dict[int | None, Stretch | None] = {firm: day.hours.get(firm, own) for firm in businesses}
    busy = tuple(each for each in day.busy if each.business is None or each.business in businesses)
    return replace(day, hours=hours, busy=busy, done_minutes=0)


def _free_minutes(day: WorkDay) -> int:
    free: set[int] = set()
    for stretch in day.hours.values():
        if stretch is not None:
            free.update(range(max(stretch.start, day.now), stretch.end))
    for busy in day.busy:
        free.difference_update(range(busy.start, busy.end))
    return len(free) if day.cap is None else min(len(free), max(0, day.cap - day.done_minutes))

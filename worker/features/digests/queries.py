"""SQL of what digests show, for many recipients with a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, or_
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import local_day
from models.tables.assignment import Assignment
from models.tables.business import Business
from models.tables.member import Member, Membership
from models.tables.operation import Operation, TaskEvent
from models.tables.plan import Plan, PlanBlock
from models.tables.task import Task
from models.tables.working_hours import DayOff, PlanningHabit, WorkingHours
from worker.core.all_day_events import is_all_day_event
from worker.core.speaker import Speaker
from worker.features.estimates.assumed_lengths import AssumedLengths, load_assumed_lengths
from worker.features.tasks.service import HAPPENED_KIND
from worker.features.working_hours.day import Busy
from worker.features.working_hours.service import calendar_times_of_days

# No digest lists more tasks than this (invariant I12).
MOST_TASKS = 300
# Done tasks are loaded as far back as a weekly review needs: its week and the one before.
TWO_WEEKS, DAY = dt.timedelta(days=15), dt.timedelta(days=2)

ClockTimes = tuple[dt.time, dt.time]
# Default hours: Monday to Friday from 9 to 18 with an hour of lunch (models/tables/working_hours.py).
_USUAL: dict[int, ClockTimes] = {weekday: (dt.time(9), dt.time(18)) for weekday in range(5)}
_HABIT = PlanningHabit(member_id=0, workspace_id=0)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One run of one schedule. `previous` is the state, reason and day of the run before it, if there was one."""

    schedule_id: int
    kind: str
    local_on: dt.date
    due_at: dt.datetime
    when_empty: str
    speaker: Speaker
    previous: tuple[str, str | None, dt.date] | None = None


@dataclass(slots=True)
class DayFrame:
    """One person's day. `blocks` are the plan's (task, start) in its order; `capacity_minutes` None until loaded;
    `calendar` is what their subscribed calendars have on it, by the clock."""

    plan_id: int | None = None
    blocks: list[tuple[int, dt.datetime]] = field(default_factory=list)
    off: bool = False
    capacity_minutes: int | None = None
    calendar: list[Busy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task's columns that digests show. Minutes; `deadline_at` and `done_at` are instants (UTC)."""

    workspace_id: int
    id: int
    number: int
    title: str
    business_id: int | None
    assignee_id: int | None
    priority: int
    status: str
    deadline_on: dt.date | None
    deadline_at: dt.datetime | None
    timing: str | None
    estimate_minutes: int | None
    actual_minutes: int | None
    recurrence: str | None
    done_at: dt.datetime | None
    created_at: dt.datetime

    @property
    def fills_its_day(self) -> bool:
        """Whether it is a birthday, a holiday or an absence: no work, and nothing to begin with."""
        return self.timing == "on" and self.deadline_at is None and is_all_day_event(self.title)


TASK_COLUMNS = tuple(getattr(Task, name) for name in TaskFacts.__slots__)


@dataclass(slots=True)
class DigestFacts:
    """One workspace: names by id, open tasks in the order of their deadlines, tasks done lately, and those that were
    missed of the days that a review is about.

    `works_for` gives the ids of each member's businesses: the only ones whose names they are told, but for the owner.
    `lengths` are the minutes that are assumed for tasks nobody timed.
    """

    businesses: dict[int, str] = field(default_factory=dict)
    works_for: dict[int, set[int]] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    open: list[TaskFacts] = field(default_factory=list)
    done: list[TaskFacts] = field(default_factory=list)
    # Ids of the done ones of which it was answered that they happened: how long they took is not asked.
    happened: set[int] = field(default_factory=set)
    missed: list[TaskFacts] = field(default_factory=list)
    frames: dict[tuple[int, dt.date], DayFrame] = field(default_factory=dict)
    lengths: AssumedLengths = field(default_factory=AssumedLengths)
    # What series left behind lately, with the time at which it was missed, by id; for morning digests.
    missed_of_series: dict[int, tuple[dt.datetime, TaskFacts]] = field(default_factory=dict)
    # Ids of the tasks given to somebody who was asked again and has not answered.
    silent: set[int] = field(default_factory=set)

    def minutes(self, tasks: Iterable[TaskFacts]) -> int:
        """What the tasks take together: as estimated, else as assumed; a birthday takes no time."""
        work = (task for task in tasks if not task.fills_its_day)
        return sum(task.estimate_minutes or self.lengths.minutes(task.business_id) for task in work)

    def frame(self, recipient: Recipient) -> DayFrame:
        """What the recipient has set about their day; an empty frame when nothing."""
        return self.frames.get((recipient.speaker.member_id, recipient.local_on), DayFrame())

    def business_name(self, recipient: Recipient, business_id: int | None) -> str | None:
        """A business's name; None for no business, and for one that is not the recipient's to know of."""
        speaker = recipient.speaker
        known = speaker.is_owner or business_id in self.works_for.get(speaker.member_id, ())
        return self.businesses.get(business_id or 0) if known else None

    def business_heading(self, recipient: Recipient, business_id: int | None) -> str:
        """What stands above a business's tasks; of one that is not theirs to know of only that it is one."""
        gettext = recipient.speaker.translator.gettext
        if business_id is None:
            return gettext("No business")
        return self.business_name(recipient, business_id) or gettext("Another business")

    def mine(self, tasks: Iterable[TaskFacts], recipient: Recipient) -> list[TaskFacts]:
        """What the recipient does: the owner's are also those of nobody; another's are those given to them."""
        speaker = recipient.speaker
        own: tuple[int | None, ...] = (speaker.member_id, None) if speaker.is_owner else (speaker.member_id,)
        return [task for task in tasks if task.assignee_id in own]

    def others(self, recipient: Recipient) -> list[TaskFacts]:
        """What the owner waits for: open tasks given to others. Nobody else sees others' tasks."""
        if not recipient.speaker.is_owner:
            return []
        own = (recipient.speaker.member_id, None)
        return [task for task in self.open if task.assignee_id not in own]


async def load_digest_facts(session: AsyncSession, recipients: Sequence[Recipient]) -> dict[int, DigestFacts]:
    """The facts of the recipients' workspaces, by workspace: a fixed number of queries, however many they are."""
    workspaces = {recipient.speaker.workspace_id for recipient in recipients}
    facts = {workspace: DigestFacts() for workspace in workspaces}
    if not recipients:
        return facts
    for workspace, lengths in (await load_assumed_lengths(session, workspaces)).items():
        facts[workspace].lengths = lengths
    await _load_tasks(session, facts, recipients)
    mornings = [recipient for recipient in recipients if recipient.kind == "morning_digest"]
    frames = await load_day_frames(session, mornings)
    for recipient in mornings:
        key = (recipient.speaker.member_id, recipient.local_on)
        facts[recipient.speaker.workspace_id].frames[key] = frames[key]
    for model, names in ((Business, "businesses"), (Member, "members")):
        rows = select(model.workspace_id, model.id, model.name).where(col(model.workspace_id).in_(workspaces))
        for workspace, row_id, name in (await session.exec(rows)).all():
            getattr(facts[workspace], names)[row_id] = name
    silent = select(Assignment.workspace_id, Assignment.task_id).where(
        col(Assignment.workspace_id).in_(workspaces),
        Assignment.state == "offered",
        col(Assignment.nudged_at).is_not(None),
    )
    for workspace, task_id in (await session.exec(silent)).all():
        facts[workspace].silent.add(task_id)
    memberships = select(Membership).where(col(Membership.workspace_id).in_(workspaces))
    for each in (await session.exec(memberships)).all():
        facts[each.workspace_id].works_for.setdefault(each.member_id, set()).add(each.business_id)
    return facts


async def _load_tasks(
    session: AsyncSession, facts: dict[int, DigestFacts], recipients: Sequence[Recipient]
) -> None:
    workspaces = set(facts)
    weekly = any(recipient.kind == "weekly_review" for recipient in recipients)
    last = max(recipient.local_on for recipient in recipients) + dt.timedelta(days=7 if weekly else 1)
    days = {recipient.local_on for recipient in recipients}
    for task in await _open_tasks(session, workspaces, last, days, everything=weekly):
        facts[task.workspace_id].open.append(task)
    if any(recipient.kind != "morning_digest" for recipient in recipients):
        since = min(recipient.due_at for recipient in recipients) - (TWO_WEEKS if weekly else DAY)
        for task in await _done_tasks(session, workspaces, since):
            facts[task.workspace_id].done.append(task)
        for workspace, task_id in await _happened(session, workspaces, since):
            facts[workspace].happened.add(task_id)
    if weekly:
        for task in await _missed_tasks(session, workspaces, last - TWO_WEEKS):
            facts[task.workspace_id].missed.append(task)


async def _open_tasks(
    session: AsyncSession, workspaces: set[int], last: dt.date, days: set[dt.date], *, everything: bool
) -> list[TaskFacts]:
    """Open tasks due by `last`, those given to somebody and those planned for one of the days; at most `MOST_TASKS` of a
    workspace."""
    order = (
        col(Task.deadline_on).nulls_last(),
        col(Task.deadline_at).nulls_last(),
        col(Task.priority),
        col(Task.number),
    )
    rank = func.row_number().over(partition_by=col(Task.workspace_id), order_by=order).label("rank")
    wanted: Select[Any] = columns(*TASK_COLUMNS, rank).where(
        col(Task.workspace_id).in_(workspaces), col(Task.status) == "open"
    )
    if not everything:
        planned = (
            columns(col(PlanBlock.task_id))
            .join(Plan, col(Plan.id) == col(PlanBlock.plan_id))
            .where(
                col(Plan.workspace_id).in_(workspaces),
                col(Plan.local_on).in_(days),
                col(Plan.state) == "current",
            )
        )
        wanted = wanted.where(
            or_(
                col(Task.deadline_on) <= last,
                col(Task.assignee_id).is_not(None),
                col(Task.id).in_(planned),
            )
        )
    ranked = wanted.subquery()
    statement = columns(ranked).where(ranked.c.rank <= MOST_TASKS).order_by(ranked.c.rank)
    return [TaskFacts(*row[:-1]) for row in (await session.execute(statement)).all()]


async def _done_tasks(session: AsyncSession, workspaces: set[int], since: dt.datetime) -> list[TaskFacts]:
    statement = (
        columns(*TASK_COLUMNS)
        .where(col(Task.workspace_id).in_(workspaces), col(Task.status) == "done", col(Task.done_at) >= since)
        .order_by(col(Task.done_at))
        .limit(MOST_TASKS * len(workspaces))
    )
    return [TaskFacts(*row) for row in (await session.execute(statement)).all()]


async def _happened(
    session: AsyncSession, workspaces: set[int], since: dt.datetime
) -> Sequence[tuple[int, int]]:
    """Workspaces and ids of the tasks that were done by the answer that they happened."""
    statement = (
        select(TaskEvent.workspace_id, TaskEvent.task_id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            col(Operation.workspace_id).in_(workspaces),
            Operation.kind == HAPPENED_KIND,
            col(Operation.undone_at).is_(None),
            col(Operation.created_at) >= since,
        )
    )
    return (await session.exec(statement.limit(MOST_TASKS * len(workspaces)))).all()


async def _missed_tasks(session: AsyncSession, workspaces: set[int], since: dt.date) -> list[TaskFacts]:
    statement = (
        columns(*TASK_COLUMNS)
        .where(
            col(Task.workspace_id).in_(workspaces),
            col(Task.status) == "missed",
            col(Task.deadline_on) >= since,
        )
        .order_by(col(Task.deadline_on), col(Task.number))
        .limit(MOST_TASKS * len(workspaces))
    )
    return [TaskFacts(*row) for row in (await session.execute(statement)).all()]


def tasks_done_on(tasks: Iterable[TaskFacts], recipient: Recipient) -> list[TaskFacts]:
    """Tasks completed on the recipient's day."""
    zone, day = recipient.speaker.zone, recipient.local_on
    return [task for task in tasks if task.done_at and local_day(task.done_at, zone) == day]


def tasks_due_by(tasks: Iterable[TaskFacts], day: dt.date) -> list[TaskFacts]:
    """Tasks with a deadline on or before a day."""
    return [task for task in tasks if task.deadline_on is not None and task.deadline_on <= day]


async def load_day_frames(
    session: AsyncSession, recipients: Sequence[Recipient]
) -> dict[tuple[int, dt.date], DayFrame]:
    """The frames by member and local day: five queries, however many the recipients are."""
    frames = {(one.speaker.member_id, one.local_on): DayFrame() for one in recipients}
    if not frames:
        return frames
    members, days = {member for member, _ in frames}, {day for _, day in frames}
    await _load_blocks(session, frames, members, days)
    zones = {(one.speaker.member_id, one.local_on): one.speaker.zone for one in recipients}
    for key, times in (await calendar_times_of_days(session, zones)).items():
        frames[key].calendar = times
    off = select(DayOff).where(col(DayOff.member_id).in_(members), col(DayOff.last_on) >= min(days))
    for away in (await session.exec(off)).all():
        for (member, day), frame in frames.items():
            frame.off |= member == away.member_id and away.first_on <= day <= away.last_on
    await _load_capacity(session, frames, members)
    return frames


async def _load_blocks(
    session: AsyncSession,
    frames: dict[tuple[int, dt.date], DayFrame],
    members: set[int],
    days: set[dt.date],
) -> None:
    statement = (
        columns(
            col(Plan.member_id),
            col(Plan.local_on),
            col(Plan.id),
            col(PlanBlock.task_id),
            col(PlanBlock.starts_at),
        )
        .join(PlanBlock, col(PlanBlock.plan_id) == col(Plan.id))
        .where(
            col(Plan.member_id).in_(members),
            col(Plan.local_on).in_(days),
            col(Plan.state) == "current",
            col(PlanBlock.piece) == 1,
        )
        .order_by(col(PlanBlock.starts_at))
    )
    for member, day, plan, task, start in (await session.execute(statement)).tuples().all():
        if (member, day) in frames:
            frames[(member, day)].plan_id = plan
            frames[(member, day)].blocks.append((task, start))


async def _load_capacity(
    session: AsyncSession, frames: dict[tuple[int, dt.date], DayFrame], members: set[int]
) -> None:
    """The person's own hours of the weekday without lunch; the usual ones where they have set none."""
    hours = select(WorkingHours).where(
        col(WorkingHours.member_id).in_(members), col(WorkingHours.business_id).is_(None)
    )
    own: dict[int, dict[int, ClockTimes]] = {}
    for row in (await session.exec(hours)).all():
        own.setdefault(row.member_id, {})[row.weekday] = (row.opens_at, row.closes_at)
    habits = select(PlanningHabit).where(col(PlanningHabit.member_id).in_(members))
    known = {habit.member_id: habit for habit in (await session.exec(habits)).all()}
    for (member, day), frame in frames.items():
        stretch = own.get(member, _USUAL).get(day.weekday())
        habit = known.get(member, _HABIT)
        lunch = None
        if habit.lunch_from is not None and habit.lunch_until is not None:
            lunch = (habit.lunch_from, habit.lunch_until)
        frame.capacity_minutes = _minutes_without_lunch(stretch, lunch) if stretch and not frame.off else 0


def _minutes_without_lunch(stretch: ClockTimes, lunch: ClockTimes | None) -> int:
    """The minutes of a stretch that are not lunch."""
    start, end = map(_minutes, stretch)
    if lunch is None:
        return end - start
    eaten = min(end, _minutes(lunch[1])) - max(start, _minutes(lunch[0]))
    return end - start - max(0, eaten)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute

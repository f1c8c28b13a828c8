"""A day's plan from the rows: what it is made from, the solver's work on it, and the stored result."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member, Membership
from models.tables.operation import Operation
from models.tables.plan import Plan
from models.tables.task import Task
from worker.core.directory_names import load_directory_names
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id, reachable_tasks
from worker.features.planning.plan_store import (
    current_plan,
    load_plan_reasons,
    load_plan_with_tasks,
    minutes_planned_before,
    store_plan,
)
from worker.features.planning.queries import load_plan_tasks, speakers_lengths
from worker.features.planning.solver.clashes import find_overlaps, next_free_day
from worker.features.planning.solver.days_ahead import (
    EarliestPlace,
    earliest_places,
    subtract_planned_minutes,
)
from worker.features.planning.solver.differences import PlanWithTasks, plan_changes
from worker.features.planning.solver.overload import Deputy, Overload, find_overload
from worker.features.planning.solver.problem import PlanProblem, plan_problem
from worker.features.planning.solver.reasons import (
    Reason,
    block_reasons,
    is_open_clash,
    left_out_reasons,
)
from worker.features.planning.solver.solve import solve_plan
from worker.features.planning.solver.task_value import belongs_to_day
from worker.features.working_hours.day import (
    DAY_END,
    Busy,
    DayPlan,
    PlanTask,
    WorkDay,
    minutes_covered,
)
from worker.features.working_hours.service import load_days

# "The earliest other place" is looked for so many days ahead.
_AHEAD = 14
# A colleague's day, for what they could take over; their own hours are theirs to know.
_COLLEAGUE_DAY = 8 * 60


@dataclass(frozen=True, slots=True)
class DayFacts:
    """All that a day's plan is made from: that day and those after it, the person's open tasks, the plan that stands,
    which of its tasks are done since, and who else has time for a task."""

    days: list[WorkDay]
    tasks: dict[int, PlanTask]
    former: PlanWithTasks | None
    done: frozenset[int]
    deputies: dict[int, list[Deputy]]


@dataclass(frozen=True, slots=True)
class SolvedDay:
    """The solver's plan of a day, not stored yet: with the reason of each block, and what does not fit."""

    seen: PlanWithTasks
    reasons: list[Reason]
    overload: Overload | None


@dataclass(frozen=True, slots=True)
class StoredPlanFacts:
    """What the ways out of a stored plan's overload are made from."""

    days: list[WorkDay]
    seen: PlanWithTasks
    deputies: dict[int, list[Deputy]]


@dataclass(frozen=True, slots=True)
class MadePlan:
    """A stored plan, its receipts, and what does not fit; `tasks` are all the person's open tasks."""

    row: Plan
    plan: DayPlan
    tasks: dict[int, PlanTask]
    reasons: list[Reason]
    overload: Overload | None

    @property
    def free_minutes(self) -> int:
        """What the day has for work, fixed tasks included."""
        return free_minutes(PlanWithTasks(self.plan, self.tasks))


def free_minutes(seen: PlanWithTasks) -> int:
    """What the day of a plan has for work, in minutes, fixed tasks included; a time that two of them take counts once."""
    problem = plan_problem(seen.plan.day, seen.tasks.values())
    return problem.budget + minutes_covered(block for block, _ in problem.fixed)


async def load_day_facts(session: AsyncSession, speaker: Speaker, on: dt.date, now: dt.datetime) -> DayFacts:
    """What a plan of the speaker's local day `on` is made from at `now`."""
    days = await load_days(session, speaker, on, _AHEAD, now)
    tasks = subtract_planned_minutes(
        await load_plan_tasks(session, speaker, now), await minutes_planned_before(session, speaker, on, now)
    )
    stored = await current_plan(session, speaker, on)
    former = None if stored is None else await load_plan_with_tasks(session, stored)
    done = frozenset(await _done(session, speaker, former))
    return DayFacts(days, tasks, former, done, await _deputies(session, speaker, tasks, on))


async def store_solved_day(
    session: AsyncSession, speaker: Speaker, solved: SolvedDay, operation: Operation, now: dt.datetime
) -> MadePlan:
    """Make the solver's plan the current one of its day."""
    row = await store_plan(session, speaker, solved.seen, solved.reasons, operation, now)
    return MadePlan(row, solved.seen.plan, solved.seen.tasks, solved.reasons, solved.overload)


def with_constraints(
    facts: DayFacts,
    *,
    away: Iterable[Busy] = (),
    until: int | None = None,
    most: int | None = None,
    keep_overlaps: bool = False,
) -> DayFacts:
    """The facts with what was said of the day besides: times away, until which minute of the day it reaches, the
    most minutes to plan from now on, and that what overlaps is meant to. Where nothing is said, the plan that stands
    keeps its own."""
    first, before = facts.days[0], facts.former.plan.day if facts.former else None
    first = _with_times_away(first, away)
    first = _longer(first, until or (before.until if before else None))
    # "No more than three hours" is said of what is still to come.
    total = first.done_minutes + most if most is not None else before.most if before else None
    first = replace(_shorter(first, total), kept=before.kept if before else ())
    if keep_overlaps:
        first = replace(first, kept=find_overlaps(plan_problem(first, facts.tasks.values())))
    return replace(facts, days=[first, *facts.days[1:]])


async def load_plan_facts(
    session: AsyncSession, speaker: Speaker, row: Plan, now: dt.datetime
) -> StoredPlanFacts:
    """A stored plan as it was made, with the days after it as they are now."""
    seen = await load_plan_with_tasks(session, row)
    after = await load_days(session, speaker, row.local_on + dt.timedelta(days=1), _AHEAD, now)
    deputies = await _deputies(session, speaker, seen.tasks, row.local_on)
    return StoredPlanFacts([seen.plan.day, *after], seen, deputies)


async def reopen_plan(
    session: AsyncSession, row: Plan, facts: StoredPlanFacts, overload: Overload | None
) -> MadePlan:
    """A stored plan with its receipts and the ways out of its overload."""
    return MadePlan(row, facts.seen.plan, facts.seen.tasks, await load_plan_reasons(session, row), overload)


def find_ways_out(facts: StoredPlanFacts) -> Overload | None:
    """What of a stored plan does not fit, with the ways out: pure and long, for a thread."""
    days, seen = facts.days, facts.seen
    problem = plan_problem(seen.plan.day, seen.tasks.values())
    earliest = _earliest(days, seen.tasks, seen.plan, problem)
    return find_overload(problem, seen.plan, seen.tasks, earliest, facts.deputies)


def _with_times_away(day: WorkDay, away: Iterable[Busy]) -> WorkDay:
    """As load_days reads them once they are stored."""
    added = [replace(busy, end=min(busy.end, DAY_END)) for busy in away]
    busy = sorted((*day.busy, *added), key=lambda b: (b.start, b.end, b.title))
    return replace(day, busy=tuple(busy)) if added else day


def _longer(day: WorkDay, until: int | None) -> WorkDay:
    if until is None:
        return day
    hours = {
        business: None if stretch is None else replace(stretch, end=max(stretch.end, until))
        for business, stretch in day.hours.items()
    }
    return replace(day, hours=hours, until=until)


def _shorter(day: WorkDay, most: int | None) -> WorkDay:
    return day if most is None else replace(day, most=most, cap=min(day.cap or most, most))


def solve_day(facts: DayFacts) -> SolvedDay:
    """The plan of the first day, its reasons and what does not fit: pure and long, for a thread."""
    days, tasks, former = facts.days, facts.tasks, facts.former
    problem: PlanProblem = plan_problem(days[0], tasks.values())
    kept = None if former is None or _urgent_lost(former, tasks, days[0]) else former.plan
    plan = solve_plan(problem, former=kept)
    earliest = _earliest(days, tasks, plan, problem)
    seen = PlanWithTasks(plan, tasks)
    reasons = [
        *_with_free_days(block_reasons(problem, plan, tasks), days, tasks),
        *left_out_reasons(problem, plan, tasks, earliest),
        *(plan_changes(former, seen, facts.done) if former else []),
    ]
    return SolvedDay(seen, reasons, find_overload(problem, plan, tasks, earliest, facts.deputies))


def _with_free_days(
    reasons: list[Reason], days: Sequence[WorkDay], tasks: dict[int, PlanTask]
) -> list[Reason]:
    """The reasons of what clashes with the next day on which it could begin at the same time."""
    return [_with_free_day(r, days, tasks) if is_open_clash(r) else r for r in reasons]


def _with_free_day(reason: Reason, days: Sequence[WorkDay], tasks: dict[int, PlanTask]) -> Reason:
    day = next_free_day(tasks[reason.task], days[1:], tasks.values())
    return (
        reason if day is None else replace(reason, figures=reason.figures | {"free_on": day.on.isoformat()})
    )


def _urgent_lost(former: PlanWithTasks, tasks: dict[int, PlanTask], day: WorkDay) -> bool:
    """Whether something urgent has missed its place: then what stood may move for it."""
    urgent = {task.id for task in tasks.values() if task.priority == 1 and belongs_to_day(task, day.on)}
    return any(block.task in urgent and block.start < day.now for block in former.plan.blocks)


def _earliest(
    days: Sequence[WorkDay], tasks: dict[int, PlanTask], plan: DayPlan, problem: PlanProblem
) -> dict[int, EarliestPlace]:
    """Other places for what belongs to the day: only asked when something of it found none."""
    on = days[0].on
    left = [i for i in (*plan.left_out, *problem.barred) if belongs_to_day(tasks[i], on)]
    if not left:
        return {}
    planned = {block.task for block in plan.blocks}
    others = [task for task in tasks.values() if task.id not in planned]
    found = earliest_places(days[1:], others, left)
    # What stands in the plan could move too: it is tried after what has no place at all.
    movable = [task for task in tasks.values() if task.id in planned and belongs_to_day(task, on)]
    return found | earliest_places(days[1:], movable, [task.id for task in movable])


async def _done(session: AsyncSession, speaker: Speaker, former: PlanWithTasks | None) -> Sequence[int]:
    if former is None:
        return []
    found = await reachable_by_id(session, speaker, former.tasks)
    return [task_id for task_id, task in found.items() if task.status == "done"]


async def _deputies(
    session: AsyncSession, speaker: Speaker, tasks: dict[int, PlanTask], on: dt.date
) -> dict[int, list[Deputy]]:
    """Who else of each task's business, those who only view it left out, has time that day, the freest first. Only the
    owner gives work away."""
    if not speaker.is_owner:
        return {}
    members = (
        await session.exec(
            select(Membership.business_id, Membership.member_id)
            .join(Member, col(Member.id) == col(Membership.member_id))
            .where(
                Membership.workspace_id == speaker.workspace_id,
                Membership.member_id != speaker.member_id,
                col(Member.archived_at).is_(None),
            )
        )
    ).all()
    load, names = await _load(session, speaker, on), await load_directory_names(session, speaker)
    deputies: dict[int, list[Deputy]] = {}
    for task in tasks.values():
        able = [
            Deputy(member, _COLLEAGUE_DAY - load.get(member, 0))
            for business, member in members
            if business == task.business and not names.only_views(member, business)
        ]
        deputies[task.id] = sorted(able, key=lambda deputy: (-deputy.free, deputy.member))
    return deputies


async def _load(session: AsyncSession, speaker: Speaker, on: dt.date) -> dict[int, int]:
    """What each person has to do by that day, over all businesses, in minutes."""
    due = reachable_tasks(speaker).where(Task.status == "open", col(Task.deadline_on) <= on)
    statement = due.with_only_columns(
        col(Task.assignee_id), col(Task.estimate_minutes), col(Task.business_id)
    )
    lengths, load = await speakers_lengths(session, speaker), dict[int, int]()
    for member, minutes, business in (await session.execute(statement)).all():
        if member is not None:
            load[member] = load.get(member, 0) + (minutes or lengths.minutes(business))
    return load

"""Builds the problem for the solver: fixed tasks are placed, impossible ones barred, long ones reduced to a portion."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from worker.features.planning.solver.gaps import (
    Gap,
    boundary_at_place,
    free_gaps,
    hours_for_business,
    stretch_for_task,
)
from worker.features.planning.solver.task_value import belongs_to_day, is_spread, task_worth
from worker.features.working_hours.day import DAY_END, SHORTEST_PIECE, PlanTask, TimeBlock, WorkDay

Barred = Literal["other_day", "passed", "all_day", "no_hours", "closed", "waits", "untimed"]
# Longer tasks, and those no day is long enough for, are spread over the days that are left.
_LONG = 240
_LEAST_PORTION = 60
_UNHURRIED_PORTION = 120
# This share of the free time is kept free of tasks that do not belong to the day, as a reserve.
RESERVE_SHARE = 0.15
# Of the free time so much is filled with work nobody timed that could be done on any day; the rest of it waits.
ASSUMED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """`tasks` are to be placed into `gaps`, each with the minutes meant for this day; `fixed` are placed already.

    At most `budget` minutes are placed; above `unhurried` minutes only tasks that belong to the day. `barred` tasks cannot be
    placed whatever the order, each with the reason and, for a wait, the other task's number. What begins at a clock time of
    the day, or goes on in it from the day before, is always `fixed`, also where two of them overlap; its block is the part
    within the day. `after_midnight` are the tasks of the next day that begin before the last of it has ended. `absences`
    are the tasks that say the person is off that day.
    """

    day: WorkDay
    gaps: tuple[Gap, ...]
    tasks: tuple[PlanTask, ...]
    fixed: tuple[tuple[TimeBlock, PlanTask], ...]
    barred: dict[int, tuple[Barred, int | None]]
    budget: int
    unhurried: int
    after_midnight: tuple[PlanTask, ...] = ()
    absences: tuple[PlanTask, ...] = ()


def plan_problem(day: WorkDay, tasks: Iterable[PlanTask]) -> PlanProblem:
    """The problem of a day. Task ids must be unique; their order does not matter."""
    given = sorted(tasks, key=lambda task: (task.number, task.id))
    fixed = _fixed(day, given)
    barred: dict[int, tuple[Barred, int | None]] = {}
    standing = {task.id for _, task in fixed}
    boundaries = [boundary_at_place(block.start, block.end, task.business) for block, task in fixed]
    gaps = free_gaps(day, boundaries)
    free = sum(gap.minutes for gap in gaps)
    budget = free if day.cap is None else min(free, _left_of_cap(day, day.cap, fixed))
    able: dict[int, PlanTask] = {}
    for task in given:
        if task.id in standing:
            continue
        reason = _not_that_day(day, task)
        if reason is None:
            able[task.id] = task
        else:
            barred[task.id] = (reason, None)
    for task in _too_much_assumed(day, able.values(), budget):
        barred[task.id] = ("untimed", None)
        del able[task.id]
    portions = {id_: _portion(task, day, gaps, budget) for id_, task in able.items()}
    _bar_waiting(able, portions, standing, {task.id: task for task in given}, barred)
    return PlanProblem(
        day=day,
        gaps=gaps,
        tasks=tuple(portions[id_] for id_ in able),
        fixed=tuple(fixed),
        barred=barred,
        budget=max(0, budget),
        unhurried=max(0, min(budget, round(free * (1 - RESERVE_SHARE)))),
        after_midnight=_after_midnight(day, given, [task for _, task in fixed]),
        absences=tuple(task for task in given if task.absence and task.due_on == day.on),
    )


def _not_that_day(day: WorkDay, task: PlanTask) -> Barred | None:
    """Why a task without a place of its own cannot be done that day; None when it can."""
    if task.happens and task.due_on is not None and task.due_on > day.on:
        return "other_day"
    if task.fixed_at is not None or task.is_past(day.on):
        return "passed"
    if task.all_day:
        return "all_day"
    if not task.happens and task.do_on is not None and task.do_on > day.on and not _overdue(task, day.on):
        return "other_day"
    if hours_for_business(day, task.business) is not None:
        return None
    return "no_hours" if task.on_day and task.due_on == day.on else "closed"


def _too_much_assumed(day: WorkDay, tasks: Iterable[PlanTask], budget: int) -> list[PlanTask]:
    """The work nobody timed that would fill the day with assumptions, the least worth first; never what belongs to it."""
    assumed = [task for task in tasks if task.assumed]
    left = round(budget * ASSUMED_SHARE)
    left -= sum(task.minutes for task in assumed if belongs_to_day(task, day.on))
    others = [task for task in assumed if not belongs_to_day(task, day.on)]
    over = []
    for task in sorted(others, key=lambda task: (-task_worth(task, day.on), task.number)):
        if task.minutes > left:
            over.append(task)
        else:
            left -= task.minutes
    return over


def _left_of_cap(day: WorkDay, cap: int, fixed: list[tuple[TimeBlock, PlanTask]]) -> int:
    return max(0, cap - day.done_minutes - sum(block.minutes for block, _ in fixed))


def _overdue(task: PlanTask, on: dt.date) -> bool:
    return task.due_on is not None and task.due_on <= on


def _fixed(day: WorkDay, tasks: list[PlanTask]) -> list[tuple[TimeBlock, PlanTask]]:
    """What lasts within this day and is not over: all of it stands, whatever it overlaps or waits for."""
    standing: list[tuple[TimeBlock, PlanTask]] = []
    for task in tasks:
        lasts = task.fixed_minutes(day.on)
        if lasts is None or lasts.start >= DAY_END:
            continue
        block = TimeBlock(max(0, lasts.start), min(lasts.end, DAY_END), task.id)
        if block.end > max(block.start, day.now):
            standing.append((block, task))
    return standing


def _after_midnight(day: WorkDay, tasks: list[PlanTask], fixed: list[PlanTask]) -> tuple[PlanTask, ...]:
    ends = max((lasts.end for task in fixed if (lasts := task.fixed_minutes(day.on))), default=0)
    begins = {task.id: lasts.start for task in tasks if (lasts := task.fixed_minutes(day.on))}
    return tuple(task for task in tasks if DAY_END <= begins.get(task.id, 0) < ends)


def _portion(task: PlanTask, day: WorkDay, gaps: tuple[Gap, ...], budget: int) -> PlanTask:
    """The task with the minutes meant for this day: all of them, its daily share, or as much as the day has."""
    minutes = task.minutes
    long = minutes > min(_LONG, _whole_day(day, task))
    if long and is_spread(task, day.on):
        share = -(-minutes // _days_left(task, day.on)) if task.due_on else _UNHURRIED_PORTION
        minutes = min(minutes, max(_LEAST_PORTION, -(-share // 5) * 5))
    pieces = [stretch_for_task(day, gap, task).minutes for gap in gaps]
    most = min(sum(piece for piece in pieces if piece >= SHORTEST_PIECE), budget)
    if minutes > most >= SHORTEST_PIECE and long:
        minutes = most
    return replace(task, minutes=minutes)


def _whole_day(day: WorkDay, task: PlanTask) -> int:
    """What the hours of the task's business have on a day without appointments."""
    hours = hours_for_business(day, task.business)
    lunch = sum(busy.end - busy.start for busy in day.busy if busy.kind == "lunch")
    return 0 if hours is None else max(SHORTEST_PIECE, hours.minutes - lunch)


def _days_left(task: PlanTask, on: dt.date) -> int:
    """Working days (Monday to Friday) from `on` to the deadline, both included; at least one."""
    assert task.due_on is not None
    days = (on + dt.timedelta(days=offset) for offset in range(min(366, (task.due_on - on).days + 1)))
    return max(1, sum(day.weekday() < 5 for day in days))


def _bar_waiting(
    able: dict[int, PlanTask],
    portions: dict[int, PlanTask],
    standing: set[int],
    known: dict[int, PlanTask],
    barred: dict[int, tuple[Barred, int | None]],
) -> None:
    """Bar the tasks that wait for one that is not completely planned this day, and what waits for those."""
    changed = True
    while changed:
        changed = False
        for task in list(able.values()):
            wait = next(
                (other for other in task.after if not _is_whole(other, able, portions, standing)), None
            )
            if wait is not None:
                barred[task.id] = ("waits", known[wait].number if wait in known else None)
                del able[task.id], portions[task.id]
                changed = True


def _is_whole(
    other: int, able: dict[int, PlanTask], portions: dict[int, PlanTask], standing: set[int]
) -> bool:
    return other in standing or (other in able and portions[other].minutes == able[other].minutes)

"""Reasons of a plan, as codes with figures: why each block is where it is, why each other task is left out."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from worker.features.planning.solver.clashes import find_clashes
from worker.features.planning.solver.days_ahead import EarliestPlace
from worker.features.planning.solver.gaps import (
    GapBoundary,
    boundary_at_place,
    free_gaps,
    hours_for_business,
    stretch_for_task,
)
from worker.features.planning.solver.problem import PlanProblem
from worker.features.planning.solver.task_value import belongs_to_day, due_minute
from worker.features.working_hours.day import SHORTEST_PIECE, DayPlan, PlanTask

Kind = Literal["block", "left_out", "change"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. Figures are minutes, minutes of the day, task numbers, or ISO dates."""

    kind: Kind
    task: int
    code: str
    figures: dict[str, Any] = field(default_factory=dict)


def is_open_clash(reason: Reason) -> bool:
    """Whether the block of a reason overlaps something, and the person has not said to keep both."""
    figures = reason.figures
    beside_busy = figures.get("clash_busy") and not figures.get("clash_busy_kept")
    return reason.kind == "block" and bool(figures.get("clash") or beside_busy)


def block_reasons(problem: PlanProblem, plan: DayPlan, tasks: dict[int, PlanTask]) -> list[Reason]:
    """One reason for each task in the plan. `tasks` are the tasks as they were given, before portions were cut."""
    fixed, clashes = {task.id for _, task in problem.fixed}, find_clashes(problem)
    rows = []
    for task_id in dict.fromkeys(block.task for block in plan.blocks):
        task, planned = tasks[task_id], sum(block.minutes for block in plan.blocks_of(task_id))
        code, figures = _why(task, plan.day.on)
        if task_id in fixed:
            code, figures = (
                "fixed",
                {"at": task.fixed_at, **(clashes[task_id].figures if task_id in clashes else {})},
            )
        if planned < task.minutes and task_id not in fixed:
            figures |= {"part": planned, "of": task.minutes}
        if task.assumed:
            figures |= {"assumed": task.minutes}
        if task.worked:
            figures |= {"worked": task.worked, "left": task.minutes}
        if any(plan.blocks_of(other) for other in task.after):
            figures |= {"after": next(tasks[o].number for o in task.after if plan.blocks_of(o))}
        rows.append(Reason("block", task_id, code, figures))
    return rows


def _why(task: PlanTask, on: dt.date) -> tuple[str, dict[str, Any]]:
    if task.happens and task.due_on == on:
        return "that_day", {}
    if task.due_on is not None and task.due_on < on:
        return "overdue", {"due_on": task.due_on.isoformat()}
    if task.due_on == on:
        return "due_today", {} if due_minute(task, on) is None else {"by": due_minute(task, on)}
    if task.do_on is not None and task.do_on <= on:
        return "do_date", {"do_on": task.do_on.isoformat()}
    if task.due_on is not None:
        return "due_later", {"due_on": task.due_on.isoformat(), "days": (task.due_on - on).days}
    return ("urgent" if belongs_to_day(task, on) else "room"), {}


def left_out_reasons(
    problem: PlanProblem, plan: DayPlan, tasks: dict[int, PlanTask], earliest: dict[int, EarliestPlace]
) -> list[Reason]:
    """One reason for each task that is not in the plan, with the earliest other place when one is known; none for events
    of earlier days."""
    rows = []
    for task_id in (*plan.left_out, *problem.barred):
        if tasks[task_id].is_past(problem.day.on):
            continue
        code, figures = (
            _barred(problem, tasks[task_id])
            if task_id in problem.barred
            else _no_room(problem, plan, task_id)
        )
        place = earliest.get(task_id)
        if place is not None:
            figures |= {"earliest_on": place.on.isoformat(), "earliest_at": place.start}
        rows.append(Reason("left_out", task_id, code, figures))
    return rows


def _barred(problem: PlanProblem, task: PlanTask) -> tuple[str, dict[str, Any]]:
    code, number = problem.barred[task.id]
    if code == "other_day":
        meant = task.due_on if task.happens else task.do_on or task.due_on
        return code, {"do_on": meant.isoformat() if meant else None}
    if code == "all_day":
        return code, {"dated": task.due_on is not None}
    return code, {} if number is None else {"number": number}


def _no_room(problem: PlanProblem, plan: DayPlan, task_id: int) -> tuple[str, dict[str, Any]]:
    task = next(task for task in problem.tasks if task.id == task_id)
    waits = next((o for o in task.after if not plan.blocks_of(o)), None)
    if waits is not None:
        return "waits", {"number": plan.tasks[waits].number}
    fixed = {task.id for _, task in problem.fixed}
    used = sum(block.minutes for block in plan.blocks if block.task not in fixed)
    free = free_pieces(problem, plan, task)
    figures: dict[str, Any] = {"need": task.minutes, "free": sum(free)}
    hours = hours_for_business(problem.day, task.business)
    if hours is not None:
        figures["until"] = hours.end
    if problem.day.cap is not None and used + task.minutes > problem.budget and sum(free) >= task.minutes:
        return "cap", figures | {"cap": problem.day.cap}
    if (
        not belongs_to_day(task, problem.day.on)
        and used + task.minutes > problem.unhurried
        and sum(free) >= task.minutes
    ):
        return "kept_free", figures
    if sum(free) >= task.minutes:
        return "no_stretch", figures | {"longest": max(free)}
    return "no_room", figures


def free_pieces(problem: PlanProblem, plan: DayPlan, task: PlanTask) -> list[int]:
    """The free stretches left by a plan in the hours of the task's business, long enough for a piece of it."""
    boundaries: list[GapBoundary] = [
        boundary_at_place(b.start, b.end, plan.tasks[b.task].business) for b in plan.blocks
    ]
    pieces = [stretch_for_task(problem.day, gap, task).minutes for gap in free_gaps(problem.day, boundaries)]
    return [piece for piece in pieces if piece >= min(task.minutes, SHORTEST_PIECE)]

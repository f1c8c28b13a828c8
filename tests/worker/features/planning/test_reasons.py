"""Receipts: each block, each task left out and each change has its reason, with true figures."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings

from tests.worker.features.planning.random_days import ON, days, tasks
from worker.features.planning.solver.days_ahead import earliest_places, plan_days
from worker.features.planning.solver.differences import PlanWithTasks, plan_changes
from worker.features.planning.solver.overload import Deputy, find_overload
from worker.features.planning.solver.problem import plan_problem
from worker.features.planning.solver.reasons import block_reasons, left_out_reasons
from worker.features.planning.solver.solve import solve_plan
from worker.features.working_hours.day import Busy, DayPlan, PlanTask, Stretch, WorkDay

TO_TWELVE = WorkDay(ON, {None: Stretch(540, 720)})


def week(day: WorkDay, count: int = 5) -> list[WorkDay]:
    return [replace(day, on=day.on + dt.timedelta(days=n), now=0, busy=()) for n in range(1, count + 1)]


def seen(day: WorkDay, rows: list[PlanTask], former: DayPlan | None = None) -> PlanWithTasks:
    return PlanWithTasks(solve_plan(plan_problem(day, rows), former=former), {task.id: task for task in rows})


@settings(max_examples=100, deadline=None)
@given(days(), tasks())
def test_each_task_has_exactly_one_reason(day: WorkDay, rows: list[PlanTask]) -> None:
    problem, of = plan_problem(day, rows), {task.id: task for task in rows}
    plan = solve_plan(problem)
    given_reasons = [*block_reasons(problem, plan, of), *left_out_reasons(problem, plan, of, {})]
    # Events of earlier days are past: a plan says nothing of them.
    assert sorted(reason.task for reason in given_reasons) == sorted(
        task.id for task in rows if not task.is_past(day.on)
    )


@settings(max_examples=100, deadline=None)
@given(days(), tasks(6), days(), tasks(6))
def test_each_difference_has_a_reason_and_each_reason_a_difference(
    day: WorkDay, rows: list[PlanTask], other: WorkDay, more: list[PlanTask]
) -> None:
    former = seen(day, rows)
    present = seen(other, more, former.plan)
    differing = {
        task
        for task in set(former.tasks) | set(present.tasks)
        if [(b.start, b.end) for b in former.plan.blocks_of(task)]
        != [(b.start, b.end) for b in present.plan.blocks_of(task)]
    }
    assert {reason.task for reason in plan_changes(former, present)} == differing


def test_left_out_says_what_it_needs_what_is_free_and_when_it_could_be() -> None:
    rows = [PlanTask(1, 1, 135, priority=1, due_on=ON), PlanTask(2, 2, 90, priority=3, due_on=ON)]
    problem = plan_problem(TO_TWELVE, rows)
    plan, of = solve_plan(problem), {task.id: task for task in rows}
    early = earliest_places(week(TO_TWELVE), rows[1:], plan.left_out)
    [reason] = left_out_reasons(problem, plan, of, early)
    assert reason.code == "no_room"
    assert reason.figures == {
        "need": 90,
        "free": 45,
        "until": 720,
        "earliest_on": "2026-11-25",
        "earliest_at": 540,
    }


def test_overload_offers_each_single_way_out_and_each_one_works() -> None:
    rows = [
        PlanTask(1, 1, 135, priority=1, due_on=ON, low=90),
        PlanTask(2, 2, 90, priority=3, due_on=ON, business=None),
    ]
    problem = plan_problem(TO_TWELVE, rows)
    plan, of = solve_plan(problem), {task.id: task for task in rows}
    early = earliest_places(week(TO_TWELVE), rows, of)
    over = find_overload(problem, plan, of, early, {1: [Deputy(9, 200)], 2: [Deputy(9, 10)]})
    assert over is not None
    assert (over.need, over.free, over.left_out) == (225, 180, (2,))
    kinds = [(change.kind, change.task) for change in over.alone]
    assert kinds == [("move", 2), ("move", 1), ("delegate", 1), ("shorten", 1), ("longer", None)]
    until = over.alone[-1].until
    assert until == 765  # 225 minutes from nine
    assert not solve_plan(plan_problem(replace(TO_TWELVE, hours={None: Stretch(540, until)}), rows)).left_out


def test_overload_of_two_names_the_smallest_set() -> None:
    # Seven half hours and two of 90 minutes into three hours: taking out the two long ones is enough and least.
    rows = [PlanTask(i, i, 30, due_on=ON) for i in range(1, 7)]
    rows += [PlanTask(i, i, 90, priority=1, due_on=ON) for i in (7, 8)]
    problem = plan_problem(TO_TWELVE, rows)
    plan, of = solve_plan(problem), {task.id: task for task in rows}
    over = find_overload(problem, plan, of, earliest_places(week(TO_TWELVE), rows, of), {})
    assert over is not None
    assert sorted(change.task for change in over.together) == [7, 8]


def test_a_day_that_fits_is_no_overload() -> None:
    rows = [PlanTask(1, 1, 60, due_on=ON)]
    problem = plan_problem(TO_TWELVE, rows)
    assert find_overload(problem, solve_plan(problem), {1: rows[0]}, {}, {}) is None


def test_a_late_morning_moves_only_what_it_must() -> None:
    rows = [PlanTask(i, i, 60, due_on=ON) for i in (1, 2, 3)]
    day = WorkDay(ON, {None: Stretch(540, 1080)}, (Busy(600, 660, "away"), Busy(720, 780, "lunch")))
    former = seen(day, rows)
    later = seen(replace(day, now=570), rows, former.plan)
    first = former.plan.blocks[0].task
    [moved] = plan_changes(former, later)
    assert (moved.task, moved.code, moved.figures["planned"]) == (first, "late", 540)


def test_a_new_urgent_task_is_named_as_the_reason_of_what_it_moves() -> None:
    rows = [PlanTask(1, 1, 120, priority=3, due_on=ON)]
    urgent = PlanTask(2, 2, 120, priority=1, due_on=ON)
    former = seen(TO_TWELVE, rows)
    present = seen(TO_TWELVE, [*rows, urgent], former.plan)
    assert {reason.task: reason.code for reason in plan_changes(former, present)} == {
        1: "made_room",
        2: "new",
    }


def test_a_week_places_each_task_once_and_long_ones_in_parts() -> None:
    rows = [
        PlanTask(1, 1, 300, due_on=ON + dt.timedelta(days=2)),
        *(PlanTask(i, i, 50) for i in range(2, 8)),
    ]
    plans = plan_days([TO_TWELVE, *week(TO_TWELVE)], rows)
    minutes = {i: sum(b.minutes for _, plan in plans for b in plan.blocks_of(i)) for i in range(1, 8)}
    assert minutes == {1: 300, **dict.fromkeys(range(2, 8), 50)}

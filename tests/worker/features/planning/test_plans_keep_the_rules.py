"""Whatever the day: every plan keeps every hard rule, and the same day gives the same plan."""

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings

from tests.worker.features.planning.days import ON, days, tasks
from worker.features.planning.solver.greedy import greedy_plan
from worker.features.planning.solver.objective import plan_score
from worker.features.planning.solver.plan_checks import broken_rules
from worker.features.planning.solver.problem import plan_problem
from worker.features.planning.solver.solve import SolverLimits, solve_plan
from worker.features.working_hours.day import Busy, PlanTask, Stretch, WorkDay

NINE_TO_SIX = WorkDay(ON, {None: Stretch(540, 1080)}, (Busy(720, 780, "lunch"),))


@settings(max_examples=200, deadline=None)
@given(days(), tasks())
def test_every_plan_keeps_every_hard_rule(day: WorkDay, given_tasks: list[PlanTask]) -> None:
    problem = plan_problem(day, given_tasks)
    for plan in (solve_plan(problem), greedy_plan(problem)):
        assert broken_rules(problem, plan) == []
        standing = {task.id for _, task in problem.fixed} | set(problem.barred)
        placed = {block.task for block in plan.blocks}
        assert placed | set(plan.left_out) | standing == {task.id for task in given_tasks}


@settings(max_examples=60, deadline=None)
@given(days(), tasks(14))
def test_many_tasks_keep_the_rules_too(day: WorkDay, given_tasks: list[PlanTask]) -> None:
    problem = plan_problem(day, given_tasks)
    plan = solve_plan(problem, limits=SolverLimits(tasks=5, width=50))
    assert broken_rules(problem, plan) == []
    assert plan_score(problem, plan).kept >= plan_score(problem, greedy_plan(problem)).kept
    assert plan_score(problem, plan).kept <= plan.proof.bound


@settings(max_examples=60, deadline=None)
@given(days(), tasks())
def test_the_same_day_gives_the_same_plan_in_any_order(day: WorkDay, given_tasks: list[PlanTask]) -> None:
    first = solve_plan(plan_problem(day, given_tasks))
    assert solve_plan(plan_problem(day, reversed(given_tasks))).blocks == first.blocks


@settings(max_examples=60, deadline=None)
@given(days(), tasks())
def test_an_unchanged_day_is_not_moved_by_a_re_plan(day: WorkDay, given_tasks: list[PlanTask]) -> None:
    problem = plan_problem(day, given_tasks)
    former = solve_plan(problem)
    assert solve_plan(problem, former=former).blocks == former.blocks


def test_a_broken_rule_is_seen() -> None:
    task = PlanTask(1, 1, 60, due_on=ON)
    problem = plan_problem(NINE_TO_SIX, [task])
    plan = solve_plan(problem)
    for start, end in ((500, 560), (700, 760), (600, 630), (1050, 1110)):
        moved = plan.__class__(plan.day, (plan.blocks[0].__class__(start, end, 1),), (), plan.tasks)
        assert broken_rules(problem, moved) != []


def test_a_fixed_time_stands_even_over_lunch_and_after_hours() -> None:
    at = {12 * 60 + 30: 1, 19 * 60: 2}
    fixed = [PlanTask(i, i, 30, due_on=ON, fixed_at=minute) for minute, i in at.items()]
    plan = solve_plan(plan_problem(NINE_TO_SIX, fixed))
    assert [block.start for block in plan.blocks] == [750, 1140]


def test_the_second_of_two_at_the_same_time_is_barred_by_the_first() -> None:
    both = [PlanTask(i, i, 30, due_on=ON, fixed_at=600) for i in (1, 2)]
    problem = plan_problem(NINE_TO_SIX, both)
    assert problem.barred == {2: ("clash", 1)}


def test_a_long_task_gives_its_daily_share() -> None:
    # 12 hours until Friday, from Tuesday: four working days.
    long = PlanTask(1, 1, 720, due_on=ON + dt.timedelta(days=3))
    plan = solve_plan(plan_problem(NINE_TO_SIX, [long]))
    assert plan.planned_minutes == 180


def test_of_two_that_do_not_both_fit_the_more_urgent_is_kept() -> None:
    day = WorkDay(ON, {None: Stretch(540, 600)})
    rows = [PlanTask(1, 1, 60, priority=3, due_on=ON), PlanTask(2, 2, 60, priority=1, due_on=ON)]
    plan = solve_plan(plan_problem(day, rows))
    assert [block.task for block in plan.blocks] == [2]
    assert plan.left_out == (1,)


def test_what_is_not_pressing_leaves_some_of_the_day_free() -> None:
    rows = [PlanTask(i, i, 60) for i in range(1, 12)]
    plan = solve_plan(plan_problem(NINE_TO_SIX, rows))
    assert plan.planned_minutes == 360  # of 480 free, 85 % are 408


def test_businesses_are_not_mixed_without_need() -> None:
    rows = [PlanTask(i, i, 45, business=1 + i % 2, due_on=ON) for i in range(1, 7)]
    plan = solve_plan(plan_problem(NINE_TO_SIX, rows))
    row = [plan.tasks[block.task].business for block in plan.blocks]
    assert sum(a != b for a, b in pairwise(row)) == 1

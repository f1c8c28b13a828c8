"""Whatever the day: every plan keeps every hard rule, and the same day gives the same plan."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings

from tests.worker.features.planning.random_days import ON, days, tasks
from worker.features.planning.solver.clashes import find_clashes, find_overlaps
from worker.features.planning.solver.days_ahead import plan_days
from worker.features.planning.solver.greedy import greedy_plan
from worker.features.planning.solver.objective import plan_score
from worker.features.planning.solver.plan_checks import broken_rules
from worker.features.planning.solver.problem import ASSUMED_SHARE, plan_problem
from worker.features.planning.solver.reasons import left_out_reasons
from worker.features.planning.solver.solve import SolverLimits, solve_plan
from worker.features.planning.solver.task_value import belongs_to_day
from worker.features.working_hours.day import DAY_END, Busy, PlanTask, Stretch, WorkDay

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
        assert {task.id for _, task in problem.fixed} <= placed


@settings(max_examples=200, deadline=None)
@given(days(), tasks())
def test_what_happens_at_a_time_stands_exactly_there_and_on_no_other_day(
    day: WorkDay, given_tasks: list[PlanTask]
) -> None:
    plan = solve_plan(plan_problem(day, given_tasks))
    for task in given_tasks:
        blocks = plan.blocks_of(task.id)
        early = task.happens and task.due_on is not None and task.due_on > day.on
        if early or task.is_past(day.on):
            assert blocks == ()
        elif task.fixed_at is not None:
            end = min(task.fixed_at + task.minutes, DAY_END)
            assert [(b.start, b.end) for b in blocks] == ([(task.fixed_at, end)] if end > day.now else [])


@settings(max_examples=200, deadline=None)
@given(days(), tasks())
def test_the_urgent_is_never_left_out_as_not_pressing_and_guesses_fill_half_a_day_at_most(
    day: WorkDay, given_tasks: list[PlanTask]
) -> None:
    of = {task.id: task for task in given_tasks}
    problem = plan_problem(day, given_tasks)
    plan = solve_plan(problem)
    for reason in left_out_reasons(problem, plan, of, {}):
        urgent = of[reason.task].priority == 1 and not of[reason.task].happens
        later = of[reason.task].do_on is not None and of[reason.task].do_on > day.on
        assert reason.code not in {"kept_free", "untimed"} or not urgent or later
    free = [task for task in problem.tasks if task.assumed and not belongs_to_day(task, day.on)]
    assert sum(task.minutes for task in free) <= max(0, round(problem.budget * ASSUMED_SHARE))


@settings(max_examples=60, deadline=None)
@given(days(), tasks())
def test_a_re_plan_moves_and_drops_nothing_fixed(day: WorkDay, given_tasks: list[PlanTask]) -> None:
    former = solve_plan(plan_problem(day, given_tasks))
    later = replace(day, now=max(day.now, 11 * 60), kept=find_overlaps(plan_problem(day, given_tasks)))
    again = solve_plan(plan_problem(later, given_tasks), former=former)
    for task in given_tasks:
        before = former.blocks_of(task.id)
        if task.fixed_at is not None and before and before[0].end > later.now:
            assert again.blocks_of(task.id) == before
    assert all(not clash.is_open for clash in find_clashes(plan_problem(later, given_tasks)).values())


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


def test_two_that_overlap_both_stand_and_work_gives_way_to_both() -> None:
    both = [PlanTask(i, i, 60, due_on=ON, fixed_at=600 + 30 * i) for i in (1, 2)]
    problem = plan_problem(NINE_TO_SIX, [*both, PlanTask(3, 3, 400, due_on=ON)])
    plan = solve_plan(problem)
    assert [b.start for i in (1, 2) for b in plan.blocks_of(i)] == [630, 660]
    assert all(b.end <= 630 or b.start >= 720 for b in plan.blocks_of(3))
    assert {task: clash.numbers for task, clash in find_clashes(problem).items()} == {1: (2,), 2: (1,)}


def test_a_meeting_waits_for_nothing_and_goes_on_after_it_began() -> None:
    meeting = PlanTask(1, 1, 120, due_on=ON, fixed_at=840, after=(2,))
    plan = solve_plan(plan_problem(replace(NINE_TO_SIX, now=870), [meeting, PlanTask(2, 2, 60, due_on=ON)]))
    assert [(b.start, b.end) for b in plan.blocks_of(1)] == [(840, 960)]
    over = plan_problem(replace(NINE_TO_SIX, now=960), [meeting])
    assert over.barred == {1: ("passed", None)}


def test_what_is_set_for_a_day_is_planned_on_that_day_or_is_late() -> None:
    errand = PlanTask(1, 1, 60, due_on=ON, on_day=True)
    for ahead, planned in ((-1, []), (0, [1]), (1, [1])):
        day = replace(NINE_TO_SIX, on=ON + dt.timedelta(days=ahead))
        assert [block.task for block in solve_plan(plan_problem(day, [errand])).blocks] == planned


def test_a_birthday_takes_no_working_time() -> None:
    birthday = PlanTask(1, 1, 60, due_on=ON, on_day=True, all_day=True)
    assert plan_problem(NINE_TO_SIX, [birthday]).barred == {1: ("all_day", None)}


def test_an_urgent_task_may_use_the_reserve_also_days_before_its_deadline() -> None:
    rows = [PlanTask(i, i, 60, due_on=ON) for i in range(1, 8)]
    for due in (None, ON + dt.timedelta(days=3)):
        plan = solve_plan(plan_problem(NINE_TO_SIX, [*rows, PlanTask(9, 9, 60, priority=1, due_on=due)]))
        assert plan.blocks_of(9)


def test_a_long_urgent_task_takes_its_share_of_the_days_it_has() -> None:
    long = PlanTask(1, 1, 720, priority=1, due_on=ON + dt.timedelta(days=3))
    assert solve_plan(plan_problem(NINE_TO_SIX, [long])).planned_minutes == 180


def test_work_nobody_timed_fills_half_of_a_day_and_what_is_timed_or_due_is_not_kept_out_by_it() -> None:
    guessed = [PlanTask(i, i, 30, assumed=True) for i in range(1, 20)]
    problem = plan_problem(NINE_TO_SIX, [*guessed, PlanTask(30, 30, 120), PlanTask(31, 31, 60, due_on=ON)])
    plan = solve_plan(problem)
    assert 180 <= sum(block.minutes for block in plan.blocks if block.task < 30) <= 240
    assert plan.blocks_of(31)
    assert [why for why, _ in problem.barred.values()] == ["untimed"] * 11


def test_what_is_set_for_a_day_off_stays_on_it() -> None:
    errand = PlanTask(1, 1, 60, due_on=ON, on_day=True)
    off = replace(NINE_TO_SIX, hours={None: None})
    assert plan_problem(off, [errand]).barred == {1: ("no_hours", None)}
    [_, (_, after)] = plan_days([off, replace(NINE_TO_SIX, on=ON + dt.timedelta(days=1))], [errand])
    assert after.blocks == ()


def test_minutes_that_two_take_count_once() -> None:
    both = [PlanTask(i, i, 60, due_on=ON, fixed_at=600 + 30 * i) for i in (1, 2)]
    assert solve_plan(plan_problem(NINE_TO_SIX, both)).planned_minutes == 90


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

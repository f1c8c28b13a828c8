"""On days small enough to try every plan, none is better than the solver's."""

from hypothesis import given, settings

from tests.worker.features.planning.days import days, tasks
from tests.worker.features.planning.exhaustive import every_plan
from worker.features.planning.solver.objective import Score, score
from worker.features.planning.solver.problem import problem_of
from worker.features.planning.solver.solve import Limits, solve
from worker.features.working_hours.day import PlanTask, WorkDay


@settings(max_examples=150, deadline=None)
@given(days(), tasks(4))
def test_no_plan_of_a_small_day_is_better(day: WorkDay, given_tasks: list[PlanTask]) -> None:
    problem = problem_of(day, given_tasks)
    found = solve(problem)
    best = max((score(problem, plan).rank for plan in every_plan(problem)), default=Score(0, 0, 0, 0).rank)
    assert score(problem, found).rank == best
    assert found.proof.proved


@settings(max_examples=80, deadline=None)
@given(days(), tasks(4))
def test_the_bound_of_integer_programming_is_a_bound(day: WorkDay, given_tasks: list[PlanTask]) -> None:
    problem = problem_of(day, given_tasks)
    found = solve(problem, limits=Limits(tasks=1))
    best = max((score(problem, plan).kept for plan in every_plan(problem)), default=0)
    assert score(problem, found).kept <= best <= found.proof.bound

"""On days small enough to try every plan, none is better than the solver's."""

from hypothesis import given, settings

from tests.worker.features.planning.exhaustive import every_plan
from tests.worker.features.planning.random_days import days, tasks
from worker.features.planning.solver.objective import PlanScore, plan_score
from worker.features.planning.solver.problem import plan_problem
from worker.features.planning.solver.solve import SolverLimits, solve_plan
from worker.features.working_hours.day import PlanTask, WorkDay


@settings(max_examples=150, deadline=None)
@given(days(), tasks(4))
def test_no_plan_of_a_small_day_is_better(day: WorkDay, given_tasks: list[PlanTask]) -> None:
    problem = plan_problem(day, given_tasks)
    found = solve_plan(problem)
    best = max(
        (plan_score(problem, plan).rank for plan in every_plan(problem)), default=PlanScore(0, 0, 0, 0).rank
    )
    assert plan_score(problem, found).rank == best
    assert found.proof.proved


@settings(max_examples=80, deadline=None)
@given(days(), tasks(4))
def test_the_bound_of_integer_programming_is_a_bound(day: WorkDay, given_tasks: list[PlanTask]) -> None:
    problem = plan_problem(day, given_tasks)
    found = solve_plan(problem, limits=SolverLimits(tasks=1))
    best = max((plan_score(problem, plan).kept for plan in every_plan(problem)), default=0)
    assert plan_score(problem, found).kept <= best <= found.proof.bound

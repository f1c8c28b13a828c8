"""Solves a day: searches for the best plan by the objective, and falls back to the greedy plan."""

from dataclasses import dataclass, replace

from worker.features.planning.solver.greedy import greedy_plan, plan_with_blocks
from worker.features.planning.solver.objective import plan_score, within_reserve
from worker.features.planning.solver.plan_checks import broken_rules
from worker.features.planning.solver.problem import PlanProblem
from worker.features.planning.solver.search import MoveCosts, PlanSearch
from worker.features.planning.solver.task_selection import select_tasks
from worker.features.planning.solver.task_value import task_worth
from worker.features.working_hours.day import DayPlan, PlanTask, Proof


@dataclass(frozen=True, slots=True)
class SolverLimits:
    """Bounds of the search. Nodes and widths give the same result on every run; `seconds` protects the worker.

    Up to `tasks` tasks are searched through whole; of more, those that matter are chosen by integer programming,
    and at each step of arranging them only the `width` most promising paths are kept.
    """

    tasks: int = 8
    nodes: int = 500
    seconds: float = 2.0
    width: int = 1500


DEFAULT_LIMITS = SolverLimits()
# Few tasks never have more paths than this; the bound limits the memory all the same.
_ALL = 60_000


def solve_plan(
    problem: PlanProblem, *, former: DayPlan | None = None, limits: SolverLimits = DEFAULT_LIMITS
) -> DayPlan:
    """A plan that keeps every hard rule. With `former`, its blocks move as little as the kept worth allows."""
    greedy = greedy_plan(problem)
    if not problem.tasks or not problem.gaps:
        return replace(greedy, proof=Proof(0, 0, proved=True))
    tasks, bound = _candidates(problem, limits)
    found = _searched(problem, tasks, greedy, former, limits)
    best = found.plan if found.plan is not None else greedy
    kept = plan_score(problem, best).kept
    unmoved = None if former is None else _unmoved(problem, former)
    if unmoved is not None and plan_score(problem, unmoved).kept >= kept:
        # Of many tasks the search drops paths, the one that moves nothing among them.
        best, kept = unmoved, plan_score(problem, unmoved).kept
    if bound is None:
        # All tasks were searched: unless paths were dropped, nothing keeps more.
        most = kept if not found.cut else sum(task_worth(task, problem.day.on) for task in problem.tasks)
        return replace(best, proof=Proof(kept, most, proved=not found.cut))
    return replace(best, proof=Proof(kept, max(kept, bound), proved=not found.cut and kept >= bound))


def _unmoved(problem: PlanProblem, former: DayPlan) -> DayPlan | None:
    """The former plan as it stood; None where it breaks a rule of the day as it is now."""
    known = {task.id for task in (*problem.tasks, *(task for _, task in problem.fixed))}
    if not all(block.task in known for block in former.blocks):
        return None
    plan = plan_with_blocks(problem, former.blocks)
    return None if broken_rules(problem, plan) or not within_reserve(problem, plan) else plan


@dataclass(frozen=True, slots=True)
class _Found:
    plan: DayPlan | None
    cut: bool


def _searched(
    problem: PlanProblem,
    tasks: tuple[PlanTask, ...],
    greedy: DayPlan,
    former: DayPlan | None,
    limits: SolverLimits,
) -> _Found:
    width = _ALL if len(tasks) <= limits.tasks else limits.width
    search = PlanSearch(problem, tasks, plan_score(problem, greedy).kept, MoveCosts.near(former), width)
    blocks = search.run()
    if blocks is None:
        return _Found(None, search.cut)
    plan = plan_with_blocks(problem, blocks)
    return _Found(None if broken_rules(problem, plan) else plan, search.cut)


def _candidates(problem: PlanProblem, limits: SolverLimits) -> tuple[tuple[PlanTask, ...], int | None]:
    """The tasks to arrange, and a bound over all of them when some are left aside."""
    if len(problem.tasks) <= limits.tasks:
        return problem.tasks, None
    choice = select_tasks(problem, nodes=limits.nodes, seconds=limits.seconds)
    wanted = set(choice.chosen)
    rest = sorted(problem.tasks, key=lambda t: (-task_worth(t, problem.day.on) / t.minutes, t.number))
    wanted |= {task.id for task in rest[: max(0, limits.tasks - len(wanted))]}
    _with_predecessors(problem, wanted)
    return tuple(task for task in problem.tasks if task.id in wanted), choice.bound


def _with_predecessors(problem: PlanProblem, wanted: set[int]) -> None:
    of = {task.id: task for task in problem.tasks}
    queue = list(wanted)
    while queue:
        task = of.get(queue.pop())
        new = [other for other in (task.after if task else ()) if other in of and other not in wanted]
        wanted.update(new)
        queue += new

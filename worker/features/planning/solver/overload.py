"""Finds the smallest changes that make an overloaded day fit, each proved by a plan."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from worker.features.planning.solver.days_ahead import EarliestPlace
from worker.features.planning.solver.greedy import greedy_plan
from worker.features.planning.solver.problem import PlanProblem, plan_problem
from worker.features.planning.solver.solve import SolverLimits, solve_plan
from worker.features.planning.solver.task_selection import select_tasks
from worker.features.planning.solver.task_value import belongs_to_day, is_spread, task_worth
from worker.features.working_hours.day import DayPlan, PlanTask, Stretch, WorkDay

_LATEST, _STEP = 22 * 60, 15
_OFFERED = 2
# Each change is tried with a small search: one that is cut short only offers fewer changes.
_QUICK = SolverLimits(nodes=100, seconds=0.3, width=200)
# Keeping one more task in the day counts more than all worth together.
_ONE = 1_000_000


@dataclass(frozen=True, slots=True)
class Deputy:
    """A person of the task's business who has that many minutes free."""

    member: int
    free: int


@dataclass(frozen=True, slots=True)
class OverloadChange:
    """A change that makes the day fit. `task` is the task changed; `to` the earliest other place, `minutes` the shortened estimate,
    `member` who could take it, `until` the minute of the day to work to."""

    kind: Literal["move", "delegate", "shorten", "longer"]
    task: int | None = None
    to: EarliestPlace | None = None
    minutes: int | None = None
    member: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Overload:
    """`need` minutes belong to the day, `free` are there. Any one of `alone` makes it fit; all of `together` do."""

    need: int
    free: int
    left_out: tuple[int, ...]
    alone: tuple[OverloadChange, ...]
    together: tuple[OverloadChange, ...]


def find_overload(
    problem: PlanProblem,
    plan: DayPlan,
    tasks: dict[int, PlanTask],
    earliest: dict[int, EarliestPlace],
    deputies: dict[int, list[Deputy]],
) -> Overload | None:
    """None when everything that belongs to the day is in its plan."""
    on = problem.day.on
    left = tuple(i for i in plan.left_out if belongs_to_day(tasks[i], on))
    if not left:
        return None
    day = _Pressing(problem.day, [task for task in tasks.values() if belongs_to_day(task, on)])
    removed = day.fewest_removed(problem, left)
    placed = {block.task for block, _ in problem.fixed}
    today = {task.id: task.minutes for task in problem.tasks if is_spread(task, on)}
    need = sum(today.get(task.id, task.minutes) for task in day.tasks if task.id not in problem.barred)
    free = problem.budget + sum(tasks[i].minutes for i in placed if belongs_to_day(tasks[i], on))
    singles = day.single_changes(left, earliest, deputies) if len(removed) == 1 else []
    longer = day.longer()
    alone = (*singles, *([OverloadChange("longer", until=longer)] if longer is not None else []))
    together = tuple(_moved_or_given(i, tasks[i], earliest, deputies) for i in removed)
    return Overload(need, free, left, alone, together if len(removed) > 1 else ())


def _moved_or_given(
    task_id: int, task: PlanTask, earliest: dict[int, EarliestPlace], deputies: dict[int, list[Deputy]]
) -> OverloadChange:
    able = [deputy for deputy in deputies.get(task_id, []) if deputy.free >= task.minutes]
    if task_id not in earliest and able:
        return OverloadChange("delegate", task_id, member=able[0].member)
    return OverloadChange("move", task_id, to=earliest.get(task_id))


class _Pressing:
    """The day with only the tasks that belong to it, to try changes on."""

    def __init__(self, day: WorkDay, tasks: list[PlanTask]) -> None:
        self.day = day
        self.tasks = tasks

    def fits(self, tasks: Iterable[PlanTask], day: WorkDay | None = None) -> bool:
        """Whether these tasks all find a place."""
        given = list(tasks)
        gone = {task.id for task in self.tasks} - {task.id for task in given}
        able = [replace(task, after=tuple(o for o in task.after if o not in gone)) for task in given]
        problem = plan_problem(day or self.day, able)
        if sum(task.minutes for task in problem.tasks) > problem.budget:
            return False
        # No search is needed when the greedy plan fits, or when no order can fit.
        if not greedy_plan(problem).left_out:
            return True
        if len(problem.tasks) > _QUICK.tasks and not _fit_in_any_order(problem):
            return False
        return not solve_plan(problem, limits=_QUICK).left_out

    def fewest_removed(self, problem: PlanProblem, left: tuple[int, ...]) -> tuple[int, ...]:
        """The fewest tasks that must leave the day; of equally few the least worth."""
        mine = replace(problem, tasks=tuple(t for t in problem.tasks if belongs_to_day(t, self.day.on)))
        answer = select_tasks(
            mine, nodes=200, seconds=1.0, value=lambda t: (_ONE + task_worth(t, self.day.on),) * 2
        )
        out = tuple(task.id for task in mine.tasks if task.id not in answer.chosen)
        if out and len(out) < len(left) and self.fits(t for t in self.tasks if t.id not in out):
            return out
        return left

    def single_changes(
        self, left: tuple[int, ...], earliest: dict[int, EarliestPlace], deputies: dict[int, list[Deputy]]
    ) -> list[OverloadChange]:
        """Changes to a single task that make the day fit, the least disruptive first."""
        order = sorted(
            self.tasks, key=lambda t: (t.id not in left, task_worth(t, self.day.on), -t.minutes, t.number)
        )
        found: list[OverloadChange] = []
        for task in order:
            if task.fixed_at is None and self.fits(other for other in self.tasks if other is not task):
                found += _changes_without(task, earliest, deputies)
        moves = [change for change in found if change.kind == "move"][:_OFFERED]
        gives = [change for change in found if change.kind == "delegate"][:1]
        return [*moves, *gives, *self._shortened(order)[:1]]

    def _shortened(self, order: list[PlanTask]) -> list[OverloadChange]:
        for task in order:
            low = None if task.low is None else -(-task.low // 5) * 5
            if low is None or not 0 < low < task.minutes:
                continue
            if self.fits(replace(other, minutes=low) if other is task else other for other in self.tasks):
                return [OverloadChange("shorten", task.id, minutes=low)]
        return []

    def longer(self) -> int | None:
        """The earliest end of work, in quarters of an hour up to 22:00, at which everything fits."""
        ends = [stretch.end for stretch in self.day.hours.values() if stretch is not None]
        steps = range(max(ends, default=_LATEST) + _STEP, _LATEST + 1, _STEP)
        low, high = 0, len(steps)
        while low < high:
            middle = (low + high) // 2
            if self.fits(self.tasks, _open_until(self.day, steps[middle])):
                high = middle
            else:
                low = middle + 1
        return steps[low] if low < len(steps) else None


def _fit_in_any_order(problem: PlanProblem) -> bool:
    """Whether all tasks fit when the order inside the gaps is ignored; False, too, when the solver runs out of time."""
    answer = select_tasks(problem, nodes=_QUICK.nodes, seconds=_QUICK.seconds, value=lambda _: (1, 1))
    return len(answer.chosen) == len(problem.tasks)


def _changes_without(
    task: PlanTask, earliest: dict[int, EarliestPlace], deputies: dict[int, list[Deputy]]
) -> list[OverloadChange]:
    able = [deputy for deputy in deputies.get(task.id, []) if deputy.free >= task.minutes]
    moves = [OverloadChange("move", task.id, to=earliest[task.id])] if task.id in earliest else []
    return [*moves, *(OverloadChange("delegate", task.id, member=deputy.member) for deputy in able[:1])]


def _open_until(day: WorkDay, end: int) -> WorkDay:
    """The day with the person's own hours, and those of businesses that end with them, reaching to `end`."""
    own = day.hours.get(None)
    last = own.end if own is not None else 0
    longer = {
        business: Stretch(stretch.start, end) if stretch is not None and stretch.end >= last else stretch
        for business, stretch in day.hours.items()
    }
    return replace(day, hours=longer)

"""Compares plans by kept worth, switches, late hard tasks and waiting, in that order."""

from itertools import pairwise
from typing import NamedTuple

from worker.features.planning.solver.problem import PlanProblem
from worker.features.planning.solver.task_value import (
    belongs_to_day,
    due_minute,
    priority_weight,
    takes_long,
    task_worth,
    task_worth_late,
)
from worker.features.working_hours.day import DayPlan, PlanTask, TimeBlock


class PlanScore(NamedTuple):
    """The worth that is kept (more is better), then three figures that are better when smaller.

    `switches` counts changes of business between neighbours and a task's further pieces; `hard_late` the minutes
    after midnight at which hard tasks begin their last piece; `waiting` the same of all tasks by their weight.
    """

    kept: int
    switches: int
    hard_late: int
    waiting: int

    def better_than(self, other: "PlanScore") -> bool:
        """Whether this score is better."""
        return self.rank > other.rank

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """A tuple that sorts with the best last."""
        return (self.kept, -self.switches, -self.hard_late, -self.waiting)


def plan_score(problem: PlanProblem, plan: DayPlan) -> PlanScore:
    """The score of a plan's free blocks; fixed tasks count in switches only."""
    placed = [(task, plan.blocks_of(task.id)) for task in problem.tasks if plan.blocks_of(task.id)]
    last_start = {task.id: blocks[-1].start for task, blocks in placed}
    return PlanScore(
        kept=sum(kept_blocks_worth(problem, task, blocks) for task, blocks in placed),
        switches=_switches(problem, plan) + sum(len(blocks) - 1 for _, blocks in placed),
        hard_late=sum(last_start[task.id] for task, _ in placed if takes_long(task)),
        waiting=sum(priority_weight(task) * last_start[task.id] for task, _ in placed),
    )


def kept_blocks_worth(problem: PlanProblem, task: PlanTask, blocks: tuple[TimeBlock, ...]) -> int:
    """What a task is worth in its place: less when it ends late."""
    limit = due_minute(task, problem.day.on)
    late = limit is not None and blocks[-1].end > limit
    return (task_worth_late if late else task_worth)(task, problem.day.on)


def within_reserve(problem: PlanProblem, plan: DayPlan) -> bool:
    """Whether tasks that do not belong to the day leave the reserve of the day free."""
    of = {task.id: task for task in problem.tasks}
    placed = [(of[block.task], block.minutes) for block in plan.blocks if block.task in of]
    unhurried = any(not belongs_to_day(task, problem.day.on) for task, _ in placed)
    return not unhurried or sum(minutes for _, minutes in placed) <= problem.unhurried


def _switches(problem: PlanProblem, plan: DayPlan) -> int:
    of = {task.id: task.business for task in (*problem.tasks, *(task for _, task in problem.fixed))}
    items = [(block.start, of[block.task]) for block in plan.blocks]
    items += [(b.start, b.business) for b in problem.day.busy if b.kind == "appointment" and b.business]
    row = [business for _, business in sorted(items, key=lambda item: item[0])]
    return sum(a != b for a, b in pairwise(row))

"""Selects from many open tasks those that can matter for a day, and bounds the worth any plan can keep."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from worker.features.planning.solver.gaps import stretch_for_task
from worker.features.planning.solver.highs import IntegerProgram, Terms
from worker.features.planning.solver.problem import PlanProblem
from worker.features.planning.solver.task_value import belongs_to_day, due_minute, task_worth, task_worth_late
from worker.features.working_hours.day import SHORTEST_PIECE, PlanTask

Value = Callable[[PlanTask], tuple[int, int]]


def _value_on(on: dt.date) -> Value:
    return lambda task: (task_worth(task, on), task_worth_late(task, on))


@dataclass(frozen=True, slots=True)
class TaskSelection:
    """The ids chosen when the order inside a gap is ignored, and the most that any order can keep."""

    chosen: frozenset[int]
    bound: int


def select_tasks(
    problem: PlanProblem, *, nodes: int, seconds: float, value: Value | None = None
) -> TaskSelection:
    """Solve the day without the order inside its gaps: a looser problem, so its best bounds the real one.

    `value` says what a task is worth in time and late; the plan's own worth unless given.
    """
    relaxed = _Relaxed(problem, value or _value_on(problem.day.on))
    answer = relaxed.program.minimise(relaxed.cost, start={}, nodes=nodes, seconds=seconds)
    values = answer.values or [0.0] * len(relaxed.program.lower)
    chosen = frozenset(id_ for id_, var in relaxed.placed.items() if values[var] > 0.5)
    return TaskSelection(chosen, int(-answer.bound + 1e-6))


class _Relaxed:
    def __init__(self, problem: PlanProblem, value: Value) -> None:
        self.problem, self._value = problem, value
        self.program = IntegerProgram()
        self.placed = {task.id: self.program.choice() for task in problem.tasks}
        self.cost: Terms = [(self.placed[t.id], -value(t)[0]) for t in problem.tasks]
        self._minutes: list[Terms] = [[] for _ in problem.gaps]
        for task in problem.tasks:
            self._add(task)
        for gap, terms in zip(problem.gaps, self._minutes, strict=True):
            self.program.row(terms, most=gap.minutes)
        self._add_limits()

    def _add(self, task: PlanTask) -> None:
        splits = task.minutes >= 2 * SHORTEST_PIECE and len(self.problem.gaps) > 1
        total: Terms = []
        late: list[int] = []
        for index, gap in enumerate(self.problem.gaps):
            free = stretch_for_task(self.problem.day, gap, task)
            least = SHORTEST_PIECE if splits else task.minutes
            if free.minutes < least:
                continue
            here = self.program.choice()
            terms: Terms = [(here, task.minutes)]
            if splits:
                minutes = self.program.number(0, min(task.minutes, free.minutes))
                self.program.row([(minutes, 1), (here, -SHORTEST_PIECE)], least=0)
                self.program.row([(minutes, 1), (here, -task.minutes)], most=0)
                terms = [(minutes, 1)]
            total += terms
            self._minutes[index] += terms
            limit = due_minute(task, self.problem.day.on)
            if limit is not None and free.start + least > limit:
                late.append(here)
        self.program.row([*total, (self.placed[task.id], -task.minutes)], least=0, most=0)
        self._add_late(task, late)

    def _add_late(self, task: PlanTask, places: list[int]) -> None:
        if not places:
            return
        in_time, then = self._value(task)
        late = self.program.number(0, 1)
        for place in places:
            self.program.row([(late, 1), (place, -1)], least=0)
        self.cost.append((late, in_time - then))

    def _add_limits(self) -> None:
        problem = self.problem
        total: Terms = [(self.placed[task.id], task.minutes) for task in problem.tasks]
        self.program.row(total, most=problem.budget)
        full = self.program.choice()
        self.program.row([*total, (full, problem.unhurried - problem.budget)], most=problem.unhurried)
        for task in problem.tasks:
            if not belongs_to_day(task, problem.day.on):
                self.program.row([(self.placed[task.id], 1), (full, 1)], most=1)
            for other in task.after:
                if other in self.placed:
                    self.program.row([(self.placed[task.id], 1), (self.placed[other], -1)], most=0)

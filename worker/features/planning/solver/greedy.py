"""Greedy plans: each task, the most urgent first, goes into the first gap that has room."""

from collections.abc import Callable, Iterable

from worker.features.planning.solver.layout import Layout, TaskPiece, layout_blocks
from worker.features.planning.solver.objective import plan_score
from worker.features.planning.solver.problem import PlanProblem
from worker.features.planning.solver.task_value import belongs_to_day, due_minute, task_worth
from worker.features.working_hours.day import SHORTEST_PIECE, DayPlan, PlanTask, TimeBlock

Order = Callable[[PlanTask], tuple[float, ...]]


def greedy_plan(problem: PlanProblem, first: Iterable[int] = ()) -> DayPlan:
    """The best of a few greedy plans. Tasks named in `first` are tried first, in their order."""
    ahead = {task: place for place, task in enumerate(first)}
    plans = [_plan(problem, order, ahead) for order in _orders(problem)]
    return max(plans, key=lambda plan: plan_score(problem, plan).rank)


def _orders(problem: PlanProblem) -> list[Order]:
    on = problem.day.on

    def urgent(task: PlanTask) -> tuple[float, ...]:
        return (-task_worth(task, on), task.minutes, task.number)

    def dense(task: PlanTask) -> tuple[float, ...]:
        return (-task_worth(task, on) / task.minutes, task.number)

    def early(task: PlanTask) -> tuple[float, ...]:
        limit = due_minute(task, on)
        return (limit is None, limit or 0, -task_worth(task, on), task.minutes, task.number)

    return [urgent, dense, early]


def _plan(problem: PlanProblem, order: Order, ahead: dict[int, int]) -> DayPlan:
    last = len(ahead)
    rows = sorted(problem.tasks, key=lambda task: (ahead.get(task.id, last), order(task), task.id))
    layout: Layout = [[] for _ in problem.gaps]
    waiting, placed = rows, set[int]()
    while ready := [t for t in waiting if all(o in placed or _is_fixed(problem, o) for o in t.after)]:
        for task in ready:
            better = _with_task_added(problem, layout, task)
            if better is not None:
                layout = better
                placed.add(task.id)
        waiting = [task for task in waiting if task not in ready]
    blocks = layout_blocks(problem, layout) or ()
    return plan_with_blocks(problem, blocks)


def plan_with_blocks(problem: PlanProblem, blocks: Iterable[TimeBlock]) -> DayPlan:
    """A plan with these blocks; every other task is left out."""
    rows = tuple(blocks)
    placed = {block.task for block in rows}
    tasks = {task.id: task for task in (*problem.tasks, *(task for _, task in problem.fixed))}
    out = tuple(task.id for task in problem.tasks if task.id not in placed)
    return DayPlan(problem.day, rows, out, tasks)


def _is_fixed(problem: PlanProblem, task: int) -> bool:
    return any(fixed.id == task for _, fixed in problem.fixed)


def _with_task_added(problem: PlanProblem, layout: Layout, task: PlanTask) -> Layout | None:
    """The layout with the task at the end of a gap, whole if it can be, in pieces otherwise."""
    for index in range(len(layout)):
        tried = [
            [*row, TaskPiece(task, task.minutes)] if at == index else row for at, row in enumerate(layout)
        ]
        if layout_allowed(problem, tried):
            return tried
    return _in_pieces(problem, layout, task) if task.minutes >= 2 * SHORTEST_PIECE else None


def _in_pieces(problem: PlanProblem, layout: Layout, task: PlanTask) -> Layout | None:
    left, rows = task.minutes, [list(row) for row in layout]
    for index, row in enumerate(rows):
        minutes = _longest(problem, rows, row, task, min(left, problem.gaps[index].minutes))
        if 0 < left - minutes < SHORTEST_PIECE:
            # No rest shorter than a piece may remain.
            minutes = left - SHORTEST_PIECE
        if minutes >= SHORTEST_PIECE:
            row.append(TaskPiece(task, minutes))
            left -= minutes
        if left == 0:
            return rows if layout_allowed(problem, rows) else None
    return None


def _longest(problem: PlanProblem, rows: Layout, row: list[TaskPiece], task: PlanTask, most: int) -> int:
    """The longest piece that fits at the end of a row of the layout; 0 when none does."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        row.append(TaskPiece(task, middle))
        fits = middle < SHORTEST_PIECE or layout_allowed(problem, rows)
        row.pop()
        low, high = (middle, high) if fits else (low, middle - 1)
    return low if low >= SHORTEST_PIECE else 0


def layout_allowed(problem: PlanProblem, layout: Layout) -> bool:
    """Whether a layout fits, in the gaps, the budget and the reserve."""
    pieces = [piece for row in layout for piece in row]
    total = sum(piece.minutes for piece in pieces)
    if total > problem.budget:
        return False
    if total > problem.unhurried and any(not belongs_to_day(piece.task, problem.day.on) for piece in pieces):
        return False
    return layout_blocks(problem, layout) is not None

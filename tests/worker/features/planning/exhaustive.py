"""Every plan of a small day, one by one: what the solver is measured against. Shares no search with it."""

from collections.abc import Iterator

from worker.features.planning.solver.greedy import plan_with_blocks
from worker.features.planning.solver.layout import Layout, TaskPiece, layout_blocks
from worker.features.planning.solver.objective import within_reserve
from worker.features.planning.solver.plan_checks import broken_rules
from worker.features.planning.solver.problem import PlanProblem
from worker.features.working_hours.day import SHORTEST_PIECE, DayPlan, PlanTask


def every_plan(problem: PlanProblem) -> Iterator[DayPlan]:
    """All plans in which work begins as early as its place allows and breaks off only where its stretch ends."""
    for layout in _layouts(problem, 0, {task.id: task.minutes for task in problem.tasks}, []):
        blocks = layout_blocks(problem, layout)
        if blocks is not None:
            plan = plan_with_blocks(problem, blocks)
            if not broken_rules(problem, plan) and within_reserve(problem, plan):
                yield plan


def _layouts(problem: PlanProblem, gap: int, left: dict[int, int], done: Layout) -> Iterator[Layout]:
    if gap == len(problem.gaps):
        whole = {task.id: task.minutes for task in problem.tasks}
        if all(minutes in (0, whole[task]) for task, minutes in left.items()):
            yield done
        return
    for row, rest in _rows(problem, gap, left, [], done):
        yield from _layouts(problem, gap + 1, rest, [*done, row])


def _rows(
    problem: PlanProblem, gap: int, left: dict[int, int], row: list[TaskPiece], done: Layout
) -> Iterator[tuple[list[TaskPiece], dict[int, int]]]:
    yield row, left
    for task in problem.tasks:
        if left[task.id] == 0 or any(piece.task is task for piece in row):
            continue
        whole = [*row, TaskPiece(task, left[task.id])]
        if _fits(problem, done, whole):
            yield from _rows(problem, gap, left | {task.id: 0}, whole, done)
        else:
            minutes = _most(problem, gap, row, done, task, left[task.id])
            if minutes >= SHORTEST_PIECE:
                yield [*row, TaskPiece(task, minutes)], left | {task.id: left[task.id] - minutes}


def _fits(problem: PlanProblem, done: Layout, row: list[TaskPiece]) -> bool:
    return layout_blocks(problem, [*done, row]) is not None


def _most(
    problem: PlanProblem, gap: int, row: list[TaskPiece], done: Layout, task: PlanTask, left: int
) -> int:
    """The longest piece that fits and leaves no crumb."""
    for minutes in range(left - SHORTEST_PIECE, SHORTEST_PIECE - 1, -1):
        if _fits(problem, done, [*row, TaskPiece(task, minutes)]):
            return minutes
    return 0

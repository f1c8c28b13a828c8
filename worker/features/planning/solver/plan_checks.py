"""Checks a finished plan against the hard rules, independently of how it was made."""

from itertools import pairwise

from worker.features.planning.solver.gaps import hours_for_business, needs_travel
from worker.features.planning.solver.problem import PlanProblem
from worker.features.working_hours.day import SHORTEST_PIECE, DayPlan, TimeBlock


def broken_rules(problem: PlanProblem, plan: DayPlan) -> list[str]:
    """The hard rules the plan breaks, as text for a log; empty for a valid plan."""
    blocks = sorted(plan.blocks)
    fixed = {block.task: block for block, _ in problem.fixed}
    free = [block for block in blocks if block.task not in fixed]
    return [
        *_overlaps(blocks, set(fixed)),
        *(f"fixed task {t} is not at its time" for t, b in fixed.items() if plan.blocks_of(t) != (b,)),
        *(fault for block in free for fault in _misplaced(problem, block)),
        *_lengths(problem, free),
        *_order(problem, plan),
        *_too_close(problem, blocks, set(fixed)),
        *_too_much(problem, free),
    ]


def _overlaps(blocks: list[TimeBlock], fixed: set[int]) -> list[str]:
    """Only what is fixed may overlap, and only what is fixed as well."""
    pairs = ((a, b) for at, a in enumerate(blocks) for b in blocks[at + 1 :])
    return [
        f"{a} overlaps {b}" for a, b in pairs if a.end > b.start and not (a.task in fixed and b.task in fixed)
    ]


def _misplaced(problem: PlanProblem, block: TimeBlock) -> list[str]:
    task = next((task for task in problem.tasks if task.id == block.task), None)
    if task is None:
        return [f"{block} is of no task that can be placed"]
    faults = []
    hours = hours_for_business(problem.day, task.business)
    if hours is None or block.start < hours.start or block.end > hours.end:
        faults.append(f"{block} is outside working hours")
    if block.start < problem.day.now:
        faults.append(f"{block} has begun before now")
    if any(busy.start < block.end and block.start < busy.end for busy in problem.day.busy):
        faults.append(f"{block} lies over an appointment")
    return faults


def _lengths(problem: PlanProblem, blocks: list[TimeBlock]) -> list[str]:
    faults = []
    wanted = {task.id: task.minutes for task in problem.tasks}
    for task in {block.task for block in blocks}:
        pieces = [block.minutes for block in blocks if block.task == task]
        if sum(pieces) != wanted.get(task):
            faults.append(f"task {task} has {sum(pieces)} of {wanted.get(task)} minutes")
        if len(pieces) > 1 and min(pieces) < SHORTEST_PIECE:
            faults.append(f"task {task} is split too small")
    return faults


def _order(problem: PlanProblem, plan: DayPlan) -> list[str]:
    faults = []
    for task in problem.tasks:
        mine = plan.blocks_of(task.id)
        for other in task.after:
            before = plan.blocks_of(other)
            if mine and (not before or before[-1].end > mine[0].start):
                faults.append(f"task {task.id} is before {other}, which it waits for")
    return faults


def _too_close(problem: PlanProblem, blocks: list[TimeBlock], fixed: set[int]) -> list[str]:
    """Neighbours of different businesses need travel time between them, unless both are fixed."""
    of = {task.id: task.business for task in (*problem.tasks, *(task for _, task in problem.fixed))}
    items = [(b.start, b.end, b.business, True) for b in problem.day.busy if b.kind == "appointment"]
    items += [(b.start, b.end, of.get(b.task), b.task in fixed) for b in blocks]
    items.sort(key=lambda item: item[:2])
    return [
        f"no way between {a[:3]} and {b[:3]}"
        for a, b in pairwise(items)
        if needs_travel(a[2], b[2]) and b[0] - a[1] < problem.day.buffer and not (a[3] and b[3])
    ]


def _too_much(problem: PlanProblem, blocks: list[TimeBlock]) -> list[str]:
    total = sum(block.minutes for block in blocks)
    return [f"{total} minutes planned, {problem.budget} allowed"] if total > problem.budget else []

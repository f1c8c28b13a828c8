"""A layout says which tasks are in which gap in which order; turns it into blocks, as early as the rules allow."""

from dataclasses import dataclass, field, replace

from worker.features.planning.solver.gaps import hours_for_business, needs_travel
from worker.features.planning.solver.problem import PlanProblem
from worker.features.working_hours.day import PlanTask, TimeBlock


@dataclass(frozen=True, slots=True)
class TaskPiece:
    """Some minutes of a task; `not_before` is its start in a former plan."""

    task: PlanTask
    minutes: int
    not_before: int = 0


Layout = list[list[TaskPiece]]


@dataclass(slots=True)
class LayoutWalk:
    """The state while blocks are laid in the order of the clock: minute, business, and what is laid so far."""

    problem: PlanProblem
    blocks: list[TimeBlock] = field(default_factory=list)
    laid: dict[int, int] = field(default_factory=dict)
    ended: dict[int, int] = field(default_factory=dict)
    at: int = 0
    place: int | None = None
    left_place: int = 0

    def enter_gap(self, index: int) -> None:
        """Continue at the start of a gap."""
        gap = self.problem.gaps[index]
        if gap.before is not None:
            self.place, self.left_place = gap.before.leave, gap.before.end
        self.at = gap.start

    def lay(self, index: int, piece: TaskPiece) -> bool:
        """Lay a piece next in the gap; False, with nothing changed, when it does not fit."""
        gap, task, buffer = self.problem.gaps[index], piece.task, self.problem.day.buffer
        hours = hours_for_business(self.problem.day, task.business)
        if hours is None or any(other not in self.ended for other in task.after):
            return False
        start = max(self.at, hours.start, piece.not_before, *(self.ended.get(o, 0) for o in task.after))
        if needs_travel(self.place, task.business):
            start = max(start, self.left_place + buffer)
        end = start + piece.minutes
        limit = min(gap.end, hours.end)
        if gap.after is not None and needs_travel(task.business, gap.after.enter):
            limit = min(limit, gap.after.start - buffer)
        if end > limit:
            return False
        self.blocks.append(TimeBlock(start, end, task.id))
        self.at, self.place, self.left_place = end, task.business, end
        self.laid[task.id] = self.laid.get(task.id, 0) + piece.minutes
        if self.laid[task.id] == task.minutes:
            self.ended[task.id] = end
        return True


def layout_blocks(problem: PlanProblem, layout: Layout) -> tuple[TimeBlock, ...] | None:
    """The blocks of a layout with the fixed ones among them; None when it does not fit."""
    walk = LayoutWalk(problem, ended={task.id: block.end for block, task in problem.fixed})
    for index, row in enumerate(layout):
        walk.enter_gap(index)
        if not all(walk.lay(index, piece) for piece in row):
            return None
    return number_pieces([*walk.blocks, *(block for block, _ in problem.fixed)])


def number_pieces(blocks: list[TimeBlock]) -> tuple[TimeBlock, ...]:
    """Blocks in order, with `piece` and `pieces` set."""
    rows = sorted(blocks)
    total: dict[int, int] = {}
    for block in rows:
        total[block.task] = total.get(block.task, 0) + 1
    seen: dict[int, int] = {}
    named = []
    for block in rows:
        seen[block.task] = seen.get(block.task, 0) + 1
        named.append(replace(block, piece=seen[block.task], pieces=total[block.task]))
    return tuple(named)

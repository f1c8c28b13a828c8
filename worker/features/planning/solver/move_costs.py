"""Staying: what it costs a re-plan to move what stood in the former plan."""

from dataclasses import dataclass

from worker.features.planning.solver.gaps import Gap
from worker.features.working_hours.day import DayPlan, TimeBlock

# Minutes: moving a block at all costs so much beside the minutes it is moved by; taking it out costs more.
_MOVED, _GONE = 30, 240


@dataclass(frozen=True, slots=True)
class MoveCosts:
    """The former plan's beginnings by task; empty when there is none to stay with."""

    former: dict[int, tuple[TimeBlock, ...]]

    @classmethod
    def near(cls, plan: DayPlan | None) -> "MoveCosts":
        """Near that plan, or free."""
        rows: dict[int, tuple[TimeBlock, ...]] = {}
        for block in plan.blocks if plan else ():
            rows[block.task] = (*rows.get(block.task, ()), block)
        return cls(rows)

    def starts(self, task: int, gap: Gap) -> list[int]:
        """Where the task began in that stretch before."""
        return [b.start for b in self.former.get(task, ()) if gap.start <= b.start < gap.end]

    def cost(self, task: int, start: int, *, last: bool = True) -> int:
        """The cost of a piece that begins at `start`; its last piece earns a task the cost of its absence back."""
        blocks = self.former.get(task)
        if not blocks:
            return 0
        moved = min(abs(block.start - start) for block in blocks)
        return (min(moved + _MOVED, _GONE) if moved else 0) - (_GONE if last else 0)

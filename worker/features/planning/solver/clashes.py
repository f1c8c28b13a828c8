"""Finds tasks with a fixed start that overlap each other, an appointment or an absence, and a day that is free for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from worker.features.planning.solver.gaps import hours_for_business
from worker.features.planning.solver.problem import PlanProblem
from worker.features.working_hours.day import Busy, PlanTask, WorkDay


@dataclass(frozen=True, slots=True)
class Clash:
    """What a fixed task overlaps: other fixed tasks, by number, and whether an appointment or an absence."""

    numbers: tuple[int, ...]
    busy: Literal["appointment", "away"] | None = None

    @property
    def figures(self) -> dict[str, Any]:
        """As a reason keeps it."""
        return {"clash": list(self.numbers), "clash_busy": self.busy}


def find_clashes(problem: PlanProblem) -> dict[int, Clash]:
    """The clashes of the day by the id of the fixed task; both of two that overlap have one. Lunch gives way."""
    found = {}
    for block, task in problem.fixed:
        others = tuple(
            other.number
            for beside, other in problem.fixed
            if other is not task and beside.start < block.end and block.start < beside.end
        )
        busy = _busy_over(problem.day, block.start, block.end)
        if others or busy is not None:
            kind: Literal["appointment", "away"] = "away" if busy and busy.kind == "away" else "appointment"
            found[task.id] = Clash(others, kind if busy else None)
    return found


def next_free_day(task: PlanTask, days: Sequence[WorkDay], tasks: Iterable[PlanTask]) -> WorkDay | None:
    """The first of the days on which the task can begin at the same clock time: open, and nothing fixed there."""
    start = task.fixed_at
    if start is None:
        return None
    end, standing = start + task.minutes, [other for other in tasks if other.fixed_at is not None]
    for day in days:
        fixed = [(other.fixed_at or 0, other.minutes) for other in standing if other.due_on == day.on]
        taken = any(begins < end and start < begins + minutes for begins, minutes in fixed)
        if hours_for_business(day, task.business) and not taken and _busy_over(day, start, end) is None:
            return day
    return None


def _busy_over(day: WorkDay, start: int, end: int) -> Busy | None:
    busy = (busy for busy in day.busy if busy.kind != "lunch")
    return next((each for each in busy if each.start < end and start < each.end), None)

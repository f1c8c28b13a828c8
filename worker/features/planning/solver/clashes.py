"""Finds tasks with a fixed start that overlap each other, an appointment or an absence, and a day that is free for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from worker.features.planning.solver.gaps import hours_for_business
from worker.features.planning.solver.problem import PlanProblem
from worker.features.working_hours.day import Busy, Overlap, PlanTask, WorkDay


@dataclass(frozen=True, slots=True)
class Clash:
    """What a fixed task overlaps: other fixed tasks, by number, and whether an appointment or an absence. `kept` are the
    numbers of those that the person said to keep beside it, `busy_kept` the same of the appointment or absence."""

    numbers: tuple[int, ...]
    busy: Literal["appointment", "away"] | None = None
    kept: tuple[int, ...] = ()
    busy_kept: bool = False

    @property
    def is_open(self) -> bool:
        """Whether some of it is still to be decided."""
        return bool(self.numbers) or (self.busy is not None and not self.busy_kept)

    @property
    def figures(self) -> dict[str, Any]:
        """As a reason keeps it."""
        kept = {"clash_kept": list(self.kept), "clash_busy_kept": self.busy_kept}
        return {"clash": list(self.numbers), "clash_busy": self.busy, **kept}


def find_clashes(problem: PlanProblem) -> dict[int, Clash]:
    """The clashes of the day by the id of the fixed task; both of two that overlap have one. Lunch gives way."""
    found: dict[int, Clash] = {}
    kept, number = set(problem.day.kept), {task.id: task.number for _, task in problem.fixed}
    overlaps = find_overlaps(problem)
    for task in number:
        own = [each for each in overlaps if each.task == task]
        busy = next((each for each in own if each.other == 0), None)
        beside = [each for each in own if each.other != 0]
        if own:
            found[task] = Clash(
                tuple(number[each.other] for each in beside if each not in kept),
                None if busy is None else _kind_of_busy(problem.day, busy),
                tuple(number[each.other] for each in beside if each in kept),
                busy in kept,
            )
    return found


def find_overlaps(problem: PlanProblem) -> tuple[Overlap, ...]:
    """Every overlap of a fixed task with another one (from both sides) or with a busy time."""
    found = []
    for block, task in problem.fixed:
        found += [
            Overlap(task.id, block.start, other.id, beside.start)
            for beside, other in problem.fixed
            if other is not task and beside.start < block.end and block.start < beside.end
        ]
        busy = _busy_over(problem.day, block.start, block.end)
        if busy is not None:
            found.append(Overlap(task.id, block.start, 0, busy.start))
    return tuple(found)


def _kind_of_busy(day: WorkDay, overlap: Overlap) -> Literal["appointment", "away"]:
    away = any(busy.kind == "away" and busy.start == overlap.other_at for busy in day.busy)
    return "away" if away else "appointment"


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

"""Finds tasks with a fixed start that overlap each other, an appointment or an absence, and a day that is free for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from worker.features.planning.solver.gaps import hours_for_business
from worker.features.planning.solver.problem import PlanProblem
from worker.features.working_hours.day import WHOLE_DAY, Busy, Overlap, PlanTask, TimeBlock, WorkDay

BusyKind = Literal["appointment", "away", "day_off", "absence"]


@dataclass(frozen=True, slots=True)
class Clash:
    """What a fixed task overlaps: other fixed tasks, by number, and whether an appointment, a time away, a day off or a
    task that says the person is off (`absence`, by number). `kept` are the numbers of those that the person said to keep
    beside it, `busy_kept` the same of the appointment, absence or day off."""

    numbers: tuple[int, ...]
    busy: BusyKind | None = None
    kept: tuple[int, ...] = ()
    busy_kept: bool = False
    absence: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether some of it is still to be decided."""
        return bool(self.numbers) or (self.busy is not None and not self.busy_kept)

    @property
    def figures(self) -> dict[str, Any]:
        """As a reason keeps it."""
        kept = {"clash_kept": list(self.kept), "clash_busy_kept": self.busy_kept}
        absence = {} if self.absence is None else {"clash_absence": self.absence}
        return {"clash": list(self.numbers), "clash_busy": self.busy, **kept, **absence}


def find_clashes(problem: PlanProblem) -> dict[int, Clash]:
    """The clashes of the day by the id of the fixed task; both of two that overlap have one. Lunch gives way."""
    overlaps, found = find_overlaps(problem), dict[int, Clash]()
    for _, task in problem.fixed:
        own = [each for each in overlaps if each.task == task.id]
        if own:
            found[task.id] = _clash(problem, own)
    return found


def _clash(problem: PlanProblem, overlaps: Sequence[Overlap]) -> Clash:
    """The clash of one task. Of several times at which the person is not free, one that is still to be decided is told."""
    known = (*(task for _, task in problem.fixed), *problem.after_midnight, *problem.absences)
    number, kept = {task.id: task.number for task in known}, set(problem.day.kept)
    busy = sorted((each for each in overlaps if _is_busy(each)), key=lambda each: each in kept)
    beside = [each for each in overlaps if not _is_busy(each)]
    return Clash(
        tuple(number[each.other] for each in beside if each not in kept),
        _kind_of_busy(problem.day, busy[0]) if busy else None,
        tuple(number[each.other] for each in beside if each in kept),
        bool(busy) and busy[0] in kept,
        number.get(busy[0].other) if busy else None,
    )


def find_overlaps(problem: PlanProblem) -> tuple[Overlap, ...]:
    """Every overlap of a fixed task with another one (from both sides), a busy time, a day off or a day's absence; also
    with what begins after midnight while it still lasts."""
    found = []
    for block, task in problem.fixed:
        found += [
            Overlap(task.id, block.start, other.id, beside.start)
            for beside, other in problem.fixed
            if other is not task and beside.start < block.end and block.start < beside.end
        ]
        found += _overlaps_after_midnight(problem, block, task)
        busy = _busy_over(problem.day, block.start, block.end)
        if busy is not None:
            found.append(Overlap(task.id, block.start, 0, busy.start))
        if problem.day.day_off:
            found.append(Overlap(task.id, block.start, 0, WHOLE_DAY))
        found += [Overlap(task.id, block.start, other.id, WHOLE_DAY) for other in problem.absences]
    return tuple(found)


def _overlaps_after_midnight(problem: PlanProblem, block: TimeBlock, task: PlanTask) -> list[Overlap]:
    lasts = task.fixed_minutes(problem.day.on)
    begins = [(other, other.fixed_minutes(problem.day.on)) for other in problem.after_midnight]
    return [
        Overlap(task.id, block.start, other.id, at.start)
        for other, at in begins
        if lasts is not None and at is not None and at.start < lasts.end
    ]


def _is_busy(overlap: Overlap) -> bool:
    """Whether it is no overlap with another appointment, but with a time at which the person is not free."""
    return overlap.other == 0 or overlap.other_at == WHOLE_DAY


def _kind_of_busy(day: WorkDay, overlap: Overlap) -> BusyKind:
    if overlap.other_at == WHOLE_DAY:
        return "day_off" if overlap.other == 0 else "absence"
    away = any(busy.kind == "away" and busy.start == overlap.other_at for busy in day.busy)
    return "away" if away else "appointment"


def next_free_day(task: PlanTask, days: Sequence[WorkDay], tasks: Iterable[PlanTask]) -> WorkDay | None:
    """The first of the days on which the task can begin at the same clock time: open, and nothing fixed there."""
    start, known = task.fixed_at, [other for other in tasks if other.id != task.id]
    if start is None:
        return None
    return next((day for day in days if _is_free(day, task, start, known)), None)


def _is_free(day: WorkDay, task: PlanTask, start: int, others: Sequence[PlanTask]) -> bool:
    end, standing = start + task.minutes, [other.fixed_minutes(day.on) for other in others]
    taken = any(lasts is not None and lasts.start < end and start < lasts.end for lasts in standing)
    absent = any(other.absence and other.due_on == day.on for other in others)
    open_that_day = hours_for_business(day, task.business) is not None
    return open_that_day and not taken and not absent and _busy_over(day, start, end) is None


def _busy_over(day: WorkDay, start: int, end: int) -> Busy | None:
    busy = (busy for busy in day.busy if busy.kind != "lunch")
    return next((each for each in busy if each.start < end and start < each.end), None)

"""Finds the free stretches of a day between lunch, appointments and tasks with a fixed start."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from worker.features.working_hours.day import Busy, PlanTask, Stretch, WorkDay

# Shorter free stretches are ignored.
SHORTEST_GAP = 5


@dataclass(frozen=True, slots=True)
class GapBoundary:
    """What bounds a gap. `enter` and `leave` are the businesses at which the person is when it begins and ends.

    A `place` requires being somewhere (an appointment, a fixed task); lunch does not.
    """

    start: int
    end: int
    enter: int | None = None
    leave: int | None = None
    place: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A free stretch with the place before it (None when another gap lies between) and the next place after it."""

    start: int
    end: int
    before: GapBoundary | None = None
    after: GapBoundary | None = None

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start


def hours_for_business(day: WorkDay, business: int | None) -> Stretch | None:
    """The hours of a business that day; the person's own hours unless it has some; None when closed."""
    return day.hours[business] if business in day.hours else day.hours.get(None)


def free_gaps(day: WorkDay, fixed: Iterable[GapBoundary] = ()) -> tuple[Gap, ...]:
    """The free stretches of a day, in order, never before `day.now`."""
    boundaries = merge_boundaries([*(_boundary(busy) for busy in day.busy), *fixed])
    open_hours = [stretch for stretch in day.hours.values() if stretch is not None]
    if not open_hours:
        return ()
    at = max(min(stretch.start for stretch in open_hours), day.now)
    end = max(stretch.end for stretch in open_hours)
    gaps: list[Gap] = []
    before: GapBoundary | None = None
    for boundary in [*boundaries, GapBoundary(end, end)]:
        if min(boundary.start, end) - at >= SHORTEST_GAP:
            gaps.append(Gap(at, min(boundary.start, end), before, _next_place(boundaries, boundary.start)))
            before = None
        at = max(at, boundary.end)
        before = boundary if boundary.place else before
    return tuple(gaps)


def _next_place(boundaries: list[GapBoundary], start: int) -> GapBoundary | None:
    return next((boundary for boundary in boundaries if boundary.place and boundary.start >= start), None)


def boundary_at_place(start: int, end: int, business: int | None) -> GapBoundary:
    """The boundary that an appointment or a fixed task makes."""
    return GapBoundary(start, end, business, business, place=True)


def _boundary(busy: Busy) -> GapBoundary:
    if busy.kind == "appointment":
        return boundary_at_place(busy.start, busy.end, busy.business)
    return GapBoundary(busy.start, busy.end)


def merge_boundaries(boundaries: Iterable[GapBoundary]) -> list[GapBoundary]:
    """Boundaries in order; those that overlap become one."""
    joined: list[GapBoundary] = []
    for boundary in sorted(boundaries, key=lambda w: (w.start, w.end)):
        if joined and boundary.start < joined[-1].end:
            joined[-1] = _joined(joined[-1], boundary)
        elif boundary.end > boundary.start:
            joined.append(boundary)
    return joined


def _joined(first: GapBoundary, second: GapBoundary) -> GapBoundary:
    end = max(first.end, second.end)
    if not second.place:
        return replace(first, end=end)
    enter = first.enter if first.place else second.enter
    return GapBoundary(first.start, end, enter, second.leave, place=True)


def stretch_for_task(day: WorkDay, gap: Gap, task: PlanTask) -> Stretch:
    """The part of a gap that lies in the hours of the task's business; empty when there is none."""
    hours = hours_for_business(day, task.business)
    if hours is None:
        return Stretch(gap.start, gap.start)
    return Stretch(max(gap.start, hours.start), min(gap.end, hours.end))


def needs_travel(first: int | None, second: int | None) -> bool:
    """Whether travel time is needed between two businesses; private tasks need none."""
    return first is not None and second is not None and first != second

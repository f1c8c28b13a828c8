"""Gaps: the free stretches of a day between lunch, appointments and tasks with a fixed beginning."""

from collections.abc import Iterable
from dataclasses import dataclass

from worker.planning.day import Day, PlanTask, Stretch

# Below this a stretch is a breath, not a gap.
SHORTEST_GAP = 5


@dataclass(frozen=True, slots=True, order=True)
class Wall:
    """What bounds a gap: a fixed time and the business it belongs to, when it belongs to one."""

    start: int
    end: int
    business: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A free stretch, and the businesses of what stands right before and right after it."""

    start: int
    end: int
    before: Wall | None = None
    after: Wall | None = None

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start


def hours_of(day: Day, business: int | None) -> Stretch | None:
    """When a business is worked for that day; the person's own hours unless it has some; None when closed."""
    return day.hours[business] if business in day.hours else day.hours.get(None)


def gaps_of(day: Day, fixed: Iterable[Wall] = ()) -> tuple[Gap, ...]:
    """The free stretches of a day, in order, never before `day.now`."""
    walls = merged([*(Wall(b.start, b.end, b.business) for b in day.busy), *fixed])
    open_hours = [stretch for stretch in day.hours.values() if stretch is not None]
    if not open_hours:
        return ()
    at = max(min(stretch.start for stretch in open_hours), day.now)
    end = max(stretch.end for stretch in open_hours)
    gaps, before = [], None
    for wall in walls:
        if wall.start - at >= SHORTEST_GAP and at < end:
            gaps.append(Gap(at, min(wall.start, end), before, wall))
        if wall.end >= at:
            at, before = wall.end, wall
    if end - at >= SHORTEST_GAP:
        gaps.append(Gap(at, end, before))
    return tuple(gaps)


def merged(walls: Iterable[Wall]) -> list[Wall]:
    """Walls in order; those that overlap become one, which belongs to a business only if all do."""
    joined: list[Wall] = []
    for wall in sorted(walls, key=lambda w: (w.start, w.end, w.business or 0)):
        if joined and wall.start < joined[-1].end:
            last = joined[-1]
            business = last.business if last.business == wall.business else None
            joined[-1] = Wall(last.start, max(last.end, wall.end), business)
        elif wall.end > wall.start:
            joined.append(wall)
    return joined


def room(day: Day, gap: Gap, task: PlanTask) -> Stretch:
    """The part of a gap that lies in the hours of the task's business; empty when there is none."""
    hours = hours_of(day, task.business)
    if hours is None:
        return Stretch(gap.start, gap.start)
    return Stretch(max(gap.start, hours.start), min(gap.end, hours.end))


def apart(first: int | None, second: int | None) -> bool:
    """Whether there is a way to go between two businesses; private things are done anywhere."""
    return first is not None and second is not None and first != second

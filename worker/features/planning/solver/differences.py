"""Finds the differences between two plans of a day, each with its cause."""

from dataclasses import dataclass, fields
from typing import Any

from worker.features.planning.solver.reasons import Reason
from worker.features.working_hours.day import DayPlan, PlanTask, TimeBlock, WorkDay

Found = tuple[str, dict[str, Any]]
_OWN = {
    "minutes": "estimate",
    "due_on": "deadline",
    "due_minute": "deadline",
    "fixed_at": "deadline",
    "on_day": "deadline",
    "do_on": "do_date",
    "priority": "priority",
    "business": "business",
    "after": "order",
}


@dataclass(frozen=True, slots=True)
class PlanWithTasks:
    """A plan as it was made, with the tasks it was made from (before portions were cut)."""

    plan: DayPlan
    tasks: dict[int, PlanTask]


def plan_changes(
    former: PlanWithTasks, present: PlanWithTasks, done: frozenset[int] = frozenset()
) -> list[Reason]:
    """A reason for each task whose blocks differ. `done` are the tasks that were completed since."""
    ids = dict.fromkeys(block.task for plan in (former.plan, present.plan) for block in plan.blocks)
    rows = []
    for task in ids:
        old, new = _times(former.plan, task), _times(present.plan, task)
        if old != new:
            code, figures = _cause(former, present, task, done)
            rows.append(Reason("change", task, code, {"was": old, "is": new, **figures}))
    return rows


def _times(plan: DayPlan, task: int) -> list[list[int]]:
    return [[block.start, block.end] for block in plan.blocks_of(task)]


def _cause(former: PlanWithTasks, present: PlanWithTasks, task: int, done: frozenset[int]) -> Found:
    """The first cause that applies: the task itself, the day, other tasks; "better_order" otherwise."""
    return (
        _gone_or_new(former, present, task, done)
        or _task_changed(former, present, task)
        or _late(former, present, task)
        or _day_changed(former.plan.day, present.plan.day, former.plan.blocks_of(task))
        or _neighbours(former, present, task)
        or ("better_order", {})
    )


def _gone_or_new(
    former: PlanWithTasks, present: PlanWithTasks, task: int, done: frozenset[int]
) -> Found | None:
    if task not in present.tasks:
        return ("done" if task in done else "gone"), {}
    return ("new", {}) if task not in former.tasks else None


def _task_changed(former: PlanWithTasks, present: PlanWithTasks, task: int) -> Found | None:
    old, new = former.tasks[task], present.tasks[task]
    if old.worked != new.worked:
        return "worked", {"worked": new.worked, "left": new.minutes}
    for field in fields(PlanTask):
        was, is_ = getattr(old, field.name), getattr(new, field.name)
        if field.name in _OWN and was != is_:
            return _OWN[field.name], {"from": _plain(was), "to": _plain(is_)}
    return None


def _late(former: PlanWithTasks, present: PlanWithTasks, task: int) -> Found | None:
    now = present.plan.day.now
    old = former.plan.blocks_of(task)
    if old and old[0].start < now:
        return "late", {"planned": old[0].start, "now": now}
    return None


def _day_changed(old: WorkDay, new: WorkDay, blocks: tuple[TimeBlock, ...]) -> Found | None:
    added = [busy for busy in new.busy if busy not in old.busy]
    for busy in added:
        if any(busy.start < block.end and block.start < busy.end for block in blocks):
            return "away", {"from": busy.start, "to": busy.end}
    if old.until != new.until:
        return "longer", {"until": new.until}
    if old.hours != new.hours:
        return "hours", {}
    if old.cap != new.cap:
        return "cap", {"from": old.cap, "to": new.cap}
    if old.buffer != new.buffer:
        return "buffer", {"from": old.buffer, "to": new.buffer}
    return None


def _neighbours(former: PlanWithTasks, present: PlanWithTasks, task: int) -> Found | None:
    """Another task that took this one's place, or that left the place this one has now."""
    takes = _other_over(present.plan, former.plan.blocks_of(task), task)
    if takes is not None:
        return "made_room", {"number": present.tasks[takes].number}
    left = _other_over(former.plan, present.plan.blocks_of(task), task)
    if left is not None:
        return "freed", {"number": former.tasks[left].number}
    if former.plan.day.now < present.plan.day.now:
        return "later_now", {"now": present.plan.day.now}
    return None


def _other_over(plan: DayPlan, blocks: tuple[TimeBlock, ...], task: int) -> int | None:
    for other in plan.blocks:
        if other.task != task and any(other.start < b.end and b.start < other.end for b in blocks):
            return other.task
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value

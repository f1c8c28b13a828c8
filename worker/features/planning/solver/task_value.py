"""What it is worth to plan a task on a day: its urgency times its priority weight. Integers, so that sums are exact."""

import datetime as dt

from worker.features.working_hours.day import PlanTask

# Each priority weighs twice the next; a deadline of the day outweighs any number of days ahead.
_PRIORITY = {1: 8, 2: 4, 3: 2, 4: 1}
_DUE, _CHOSEN_DAY, _TOMORROW, _THREE_DAYS, _WEEK, _SOME_DAY = 200, 100, 60, 20, 10, 2
# Tasks of this length are placed early in the day.
HARD_MINUTES = 60


def priority_weight(task: PlanTask) -> int:
    """8, 4, 2 or 1 by priority."""
    return _PRIORITY[task.priority]


def task_worth(task: PlanTask, on: dt.date) -> int:
    """What placing the task on that day is worth, when it is in time."""
    return priority_weight(task) * _urgency(task, on)


def task_worth_late(task: PlanTask, on: dt.date) -> int:
    """What is left of it when the task ends after its clock time: late the same day is better than not at all."""
    return task_worth(task, on) // 2


def belongs_to_day(task: PlanTask, on: dt.date) -> bool:
    """Whether the task belongs to that day: it happens then, is due by then, meant to be done by then, or urgent."""
    return not task.is_past(on) and (_is_due(task, on) or _is_chosen(task, on) or _urgent_by(task, on))


def is_spread(task: PlanTask, on: dt.date) -> bool:
    """Whether a long task has other days than this one: then it gets its share of this day only."""
    urgent_for_later = task.due_on is not None and _urgent_by(task, on) and not _is_chosen(task, on)
    return not belongs_to_day(task, on) or (urgent_for_later and not _is_due(task, on))


def _is_due(task: PlanTask, on: dt.date) -> bool:
    return task.due_on is not None and task.due_on <= on


def _is_chosen(task: PlanTask, on: dt.date) -> bool:
    return task.do_on is not None and task.do_on <= on


def _urgent_by(task: PlanTask, on: dt.date) -> bool:
    """Urgent work is for now, also where its deadline is days away; what happens on its day is not, nor what a person
    put on a later one."""
    return task.priority == 1 and not task.happens and (task.do_on is None or task.do_on <= on)


def takes_long(task: PlanTask) -> bool:
    """Whether it takes long enough to be put early."""
    return task.minutes >= HARD_MINUTES


def due_minute(task: PlanTask, on: dt.date) -> int | None:
    """The clock time the task must end by on that day; None without one, or when that is another day."""
    return task.due_minute if task.due_on == on else None


def _urgency(task: PlanTask, on: dt.date) -> int:
    days = None if task.due_on is None else (task.due_on - on).days
    if days is not None and days <= 0:
        return _DUE
    if _is_chosen(task, on) or _urgent_by(task, on):
        return _CHOSEN_DAY
    steps = ((1, _TOMORROW), (3, _THREE_DAYS), (7, _WEEK))
    return next((value for limit, value in steps if days is not None and days <= limit), _SOME_DAY)

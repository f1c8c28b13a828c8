"""Plans the following days: the earliest place of tasks left out of a day, and a whole week."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from worker.features.planning.solver.greedy import greedy_plan
from worker.features.planning.solver.problem import PlanProblem, plan_problem
from worker.features.planning.solver.solve import solve_plan
from worker.features.working_hours.day import DAY_END, DayPlan, PlanTask, WorkDay


@dataclass(frozen=True, slots=True)
class EarliestPlace:
    """A day and a minute of that day."""

    on: dt.date
    start: int


def earliest_places(
    days: Sequence[WorkDay], tasks: Iterable[PlanTask], wanted: Iterable[int]
) -> dict[int, EarliestPlace]:
    """The earliest place of each wanted task in plans of the following days made from all open tasks."""
    left = {task.id: task for task in tasks}
    open_wishes, found = set(wanted), dict[int, EarliestPlace]()
    for day in days:
        if not open_wishes:
            break
        plan = greedy_plan(plan_problem(day, left.values()), first=sorted(open_wishes))
        for task_id in open_wishes & {block.task for block in plan.blocks}:
            found[task_id] = EarliestPlace(day.on, plan.blocks_of(task_id)[0].start)
        open_wishes -= set(found)
        left = tasks_after_plan(left, plan)
    return found


def tasks_after_plan(tasks: dict[int, PlanTask], plan: DayPlan) -> dict[int, PlanTask]:
    """The tasks after a day's plan: planned ones are removed, long ones reduced by their planned minutes."""
    left = {}
    for task_id, task in tasks.items():
        lasts = task.fixed_minutes(plan.day.on)
        if lasts is not None and lasts.end > DAY_END:
            # It goes on after midnight, or is still to come: nothing of it is work that could be done before.
            left[task_id] = task
            continue
        done = sum(block.minutes for block in plan.blocks_of(task_id))
        if done < task.minutes:
            left[task_id] = replace(task, minutes=task.minutes - done) if done else task
    gone = set(tasks) - set(left)
    return {i: replace(t, after=tuple(o for o in t.after if o not in gone)) for i, t in left.items()}


def subtract_planned_minutes(tasks: dict[int, PlanTask], planned: dict[int, int]) -> dict[int, PlanTask]:
    """The tasks reduced by the minutes that other days' plans have for them; fully planned ones are removed.

    What happens on its day is never reduced: another day's plan knew it before it was moved.
    """
    elsewhere = {i: 0 if task.happens else planned.get(i, 0) for i, task in tasks.items()}
    left = {
        i: replace(task, minutes=task.minutes - elsewhere[i])
        for i, task in tasks.items()
        if task.minutes > elsewhere[i]
    }
    gone = set(tasks) - set(left)
    return {i: replace(t, after=tuple(o for o in t.after if o not in gone)) for i, t in left.items()}


def plan_days(days: Sequence[WorkDay], tasks: Iterable[PlanTask]) -> list[tuple[PlanProblem, DayPlan]]:
    """A plan for each day in turn, each from the tasks that the days before left over."""
    left = {task.id: task for task in tasks}
    plans = []
    for day in days:
        problem = plan_problem(day, left.values())
        plan = solve_plan(problem)
        plans.append((problem, plan))
        # What was set for a day without hours stays on it: it is no work for the days after.
        stays = [task for task, (why, _) in problem.barred.items() if why == "no_hours"]
        left = tasks_after_plan({i: task for i, task in left.items() if i not in stays}, plan)
    return plans

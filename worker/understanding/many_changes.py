"""The changes of single tasks that a change of many stands for."""

import datetime as dt

from worker.understanding.context import Context, KnownTask
from worker.understanding.intents import ChangeMany, CompleteTask, DeleteTask, Due, RescheduleTask, TaskEdit

# A change of more tasks than this is asked about first, unless each is named by its number.
A_FEW = 3


def edits_of_many(intent: ChangeMany, context: Context, today: dt.date) -> tuple[TaskEdit, ...]:
    """A change of each task meant: in the order of the numbers said, or the longest overdue first.

    Dropping all that is overdue leaves recurring tasks alone: it would end their series.
    """
    known = {task.ref: task for task in context.open_tasks}
    if intent.tasks:
        return tuple(_edit(ref, known.get(ref), intent) for ref in dict.fromkeys(intent.tasks))
    meant = [task for task in context.open_tasks if _is_meant(task, intent, today)]
    meant.sort(key=lambda task: (task.due.date if task.due else today, int(task.ref.removeprefix("T"))))
    return tuple(_edit(task.ref, task, intent) for task in meant)


def _is_meant(task: KnownTask, intent: ChangeMany, today: dt.date) -> bool:
    if task.due is None or task.past_event or (intent.change == "drop" and task.recurrence):
        return False
    return task.due.date < today - dt.timedelta(days=intent.older_than_days)


def _edit(ref: str, task: KnownTask | None, intent: ChangeMany) -> TaskEdit:
    match intent.change:
        case "drop":
            return DeleteTask(task=ref)
        case "done":
            return CompleteTask(task=ref)
        case "move":
            time = task.due.time if task is not None and task.due is not None else None
            return RescheduleTask(task=ref, due=Due(date=intent.to, time=time) if intent.to else None)

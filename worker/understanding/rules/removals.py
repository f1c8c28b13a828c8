"""Open tasks that are no longer needed."""

from worker.understanding.actions import DeleteTask
from worker.understanding.context import Context
from worker.understanding.rules.sheet import Sheet
from worker.understanding.rules.targets import target
from worker.understanding.rules.words.editing import DELETE


def removal(sheet: Sheet, places: range, context: Context) -> DeleteTask | None:
    """The open task a clause says is no longer needed."""
    if not DELETE.search(sheet.said(places)):
        return None
    task, match = target(sheet, places, context)
    if task is None or (match and match.coverage < 0.34 and match.score < 0.9):
        return None
    return DeleteTask(task=task.ref)

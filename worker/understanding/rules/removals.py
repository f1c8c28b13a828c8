"""Open tasks that are no longer needed."""

import re

from worker.understanding.actions import DeleteTask
from worker.understanding.context import Context
from worker.understanding.rules.changes import tells_to_do
from worker.understanding.rules.sheet import Sheet
from worker.understanding.rules.targets import stretch_of, target
from worker.understanding.rules.words.editing import DELETE

_CONDITIONAL = re.compile(r"\b(?:if|unless|in case|otherwise|если|иначе|вдруг)\b")


def removal(sheet: Sheet, places: range, context: Context) -> DeleteTask | None:
    """The open task a clause says is no longer needed."""
    low = sheet.said(places)
    dropped = DELETE.search(low)
    if not dropped or _CONDITIONAL.search(low) or tells_to_do(sheet, places):
        return None
    task, match = target(sheet, places, context)
    if task is None or (match and match.coverage < 0.34):
        stretch = stretch_of(sheet, places, *dropped.span())
        near, there = target(sheet, stretch, context)
        task, match = (near, there) if there else (task, match)
    if task is None or (match and match.coverage < 0.4 and match.score < 0.9):
        return None
    return DeleteTask(task=task.ref)

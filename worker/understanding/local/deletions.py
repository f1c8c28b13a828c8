"""Open tasks that are no longer needed."""

import re

from worker.understanding.context import Context, KnownTask
from worker.understanding.intents import DeleteTask
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.changes import tells_to_do
from worker.understanding.local.open_tasks import begins_with_verb, likeness, title_words
from worker.understanding.local.targets import content_words, stretch_of, target
from worker.understanding.local.words.edit_words import DELETE, FORBIDDEN

_CONDITIONAL = re.compile(r"\b(?:if|unless|in case|otherwise|если|иначе|вдруг)\b")


def refused(sheet: Sheet, places: range, context: Context) -> str | None:
    """The doubt for which a clause does nothing at all: it tells not to do something, or drops a thing that no open
    task is about ("skip the yeast order" beside "Order bottle caps")."""
    if FORBIDDEN.search(sheet.said(places)):
        return "forbidden"
    edit = removal(sheet, places, context)
    task = next((task for task in context.open_tasks if edit and task.ref == edit.task), None)
    dropped = DELETE.search(sheet.said(places))
    words = content_words(sheet, stretch_of(sheet, places, *dropped.span())) if dropped else []
    return "which task" if task and _are_of_another(words, task) else None


def _are_of_another(words: list[str], task: KnownTask) -> bool:
    """Whether words that share one common word at most with a title name what it lacks, and leave its own unsaid."""
    verb = begins_with_verb(task)
    own = [word for word in title_words(task) if word != verb]
    shared = {word for word in words if any(likeness(word, known) >= _ALIKE for known in own)}
    other = [word for word in words if word not in shared and not (verb and likeness(word, verb) >= _ALIKE)]
    unsaid = [known for known in own if all(likeness(word, known) < _ALIKE for word in words)]
    names = [name.lower() for name in _NAME.findall(task.title)]
    by_name = any(likeness(word, name) >= _ALIKE for word in shared for name in names)
    return len(shared) <= 1 and not by_name and bool(other) and bool(unsaid)


_ALIKE = 0.7
# A capital letter in the midst of a title: a person, a firm, a place.
_NAME = re.compile(r"(?<=\s)[A-ZА-ЯЁ][^\W\d_]+")


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

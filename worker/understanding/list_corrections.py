"""Several tasks of the last list at once: "1 2 3 by Thursday", "first and third done, forget the second"."""

from collections.abc import Callable
from dataclasses import replace

from worker.understanding.context import Context, Message, Reading
from worker.understanding.intents import CompleteTask, Intent, TaskEdit
from worker.understanding.list_clauses import Clause, clauses_of
from worker.understanding.policy_case import Case
from worker.understanding.short_replies import read_reply

ReadByRules = Callable[[Message, Context], Reading]


def read_listed(message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """The reading of a message whose every clause names places in the last list and says what becomes of those tasks;
    None for every other message."""
    clauses = clauses_of(message, context)
    if not clauses:
        return None
    readings = [_read_clause(clause, message, context, read) for clause in clauses]
    if any(reading is None for reading in readings):
        return None
    found = [reading for reading in readings if reading is not None]
    changed = [
        (getattr(intent, "task", ""), intent.kind, getattr(intent, "field", ""))
        for r in found
        for intent in r.intents
    ]
    if not changed or len(set(changed)) < len(changed):
        return None
    return Reading(
        intents=tuple(intent for reading in found for intent in reading.intents),
        reader="rules",
        sure=all(reading.sure for reading in found),
        clauses=tuple(clause for reading in found for clause in reading.clauses),
        left_out=tuple(words for reading in found for words in reading.left_out),
    )


def _read_clause(clause: Clause, message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """What a clause says of each of its tasks, in the first wording that says it of all; None where it says none."""
    for said in clause.said:
        each = [_read_of(said, ref, message, context, read) for ref in clause.refs]
        if said and all(each):
            intents = tuple(intent for found in each for intent in found)
            over = clause.closed and not all(isinstance(intent, CompleteTask) for intent in intents)
            left_out = (clause.words,) if over else ()
            return Reading(
                intents, "rules", sure=not over, clauses=(clause.words,) * len(intents), left_out=left_out
            )
    return None


def _read_of(
    said: str, ref: str, message: Message, context: Context, read: ReadByRules
) -> tuple[Intent, ...]:
    """The changes of one task that words say which name nothing else; empty for other words."""
    about, world = (
        replace(message, text=said, reply=True),
        replace(context, replied_to=ref, recent=(ref,), listed=()),
    )
    reading = read_reply(about, world, read) or read(about, world)
    task = next(task for task in context.open_tasks if task.ref == ref)
    for at, intent in enumerate(reading.intents):
        if not isinstance(intent, TaskEdit) or intent.task != ref:
            return ()
        clause = reading.clauses[at] if len(reading.clauses) == len(reading.intents) else said
        if Case(intent, task, clause, about, world, by_model=False).own_words:
            return ()
    return reading.intents

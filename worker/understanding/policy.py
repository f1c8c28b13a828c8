"""The policy between reading and doing: which intents are done, which are asked about, which are new tasks after all.

New tasks, questions and commands are done: they harm nothing and can be undone. A change of an open task needs words that
name it. The table `POLICY` decides each such change; its first line that applies counts. Both readers' results go through it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from worker.understanding.context import Asked, Context, KnownTask, Message, Reading
from worker.understanding.intents import (
    CompleteAll,
    CompleteTask,
    CreateTask,
    Intent,
    TaskEdit,
)
from worker.understanding.policy_conditions import (
    Case,
    begins_a_new_task,
    ends_all,
    goes_on,
    is_addressed,
    is_called_by_others,
    is_deed,
    is_described,
    is_forwarded,
    is_pointed_at,
    is_question,
    is_quoted,
    is_wish_of_others,
    moves_all_due,
    reports_something_to_come,
    tells_what_is_to_come,
)

ReadByRules = Callable[[Message, Context], Reading]


class Verdict(StrEnum):
    """What becomes of a change: it is done, its author is asked, or its words are read as a new task."""

    DO = "do"
    ASK = "ask"
    NEW = "new"


class Line(NamedTuple):
    """One line of the policy: its name, when it applies, and what it decides."""

    name: str
    applies: Callable[[Case], bool]
    verdict: Verdict


def decide(message: Message, context: Context, reading: Reading, read: ReadByRules) -> Reading:
    """The reading with only those intents that may be done at once; the others are in `asked`.

    `read` makes new tasks of the words of a change that turns out to be none. Raises nothing of its own.
    """
    done: list[Intent] = []
    asked: list[Asked] = []
    changed: set[str] = set()
    halves: list[str] = []
    clauses = reading.clauses if len(reading.clauses) == len(reading.intents) else ()
    kept: list[str] = []
    renewed: set[str] = set()
    for at, intent in enumerate(reading.intents):
        clause = (clauses[at] if clauses else "") or message.text
        task = _task_of(intent, context)
        if isinstance(intent, CompleteAll):
            asked += _all_at_once(message, context)
            continue
        if not isinstance(intent, TaskEdit) or task is None:
            done.append(intent)
            kept.append(clause)
            continue
        by_model = reading.reader == "openai"
        beside = _changed_beside(reading, clauses, at, context) if clauses else ()
        case = Case(intent, task, clause, message, context, by_model, frozenset(changed), beside)
        line = next(line for line in POLICY if line.applies(case))
        if line.verdict is Verdict.DO:
            changed.add(intent.task)
            halves += _unmatched_halves(case)
            done.append(intent)
            kept.append(clause)
            continue
        instead = _as_new_tasks(clause, message, context, read)
        if line.verdict is Verdict.NEW and instead:
            if clause not in renewed:
                done += instead
                kept += [clause] * len(instead)
            renewed.add(clause)
        else:
            asked.append(Asked((intent,), clause, instead, line.name))
    left_out = (*reading.left_out, *dict.fromkeys(halves))
    if len(done) == len(reading.intents) and not asked and not renewed:
        return replace(reading, left_out=left_out) if halves else reading
    doubts = (*reading.doubts, "asked") if asked else reading.doubts
    return replace(
        reading,
        intents=tuple(done),
        clauses=tuple(kept) if clauses else (),
        asked=(*reading.asked, *asked),
        left_out=left_out,
        sure=False,
        doubts=doubts,
    )


def _unmatched_halves(case: Case) -> list[str]:
    """The halves of a report that no open task matches: "the cake" of "finished the menu and the cake"."""
    if not isinstance(case.intent, CompleteTask) or not case.explained:
        return []
    halves = [half.strip(" ,.!") for half in _JOINED.split(case.clause)]
    other = {word for word in case.unexplained if not is_deed(word)}
    return [
        half for half in halves if len(halves) > 1 and _names_another_thing(replace(case, clause=half), other)
    ]


_JOINED = re.compile(r"\s+(?:and|n|&|plus|и|плюс|а\s+также)\s+", re.IGNORECASE)


def _names_another_thing(half: Case, things: set[str]) -> bool:
    """Whether a half names one of these things, and none of a task that the clause changes."""
    return bool(things.intersection(half.unexplained)) and len(half.words) == len(half.unexplained)


def _changed_beside(
    reading: Reading, clauses: tuple[str, ...], at: int, context: Context
) -> tuple[KnownTask, ...]:
    """The other tasks that are changed by the clause of intent number `at`."""
    others = [
        intent
        for intent, clause in zip(reading.intents, clauses, strict=True)
        if clause == clauses[at] and intent is not reading.intents[at]
    ]
    found = (_task_of(intent, context) for intent in others)
    return tuple(
        task for task in found if task is not None and task.ref != getattr(reading.intents[at], "task", None)
    )


def _all_at_once(message: Message, context: Context) -> tuple[Asked, ...]:
    """One question about all open tasks; none where no task is open."""
    all_of_them = tuple(CompleteTask(task=task.ref) for task in context.open_tasks)
    return (Asked(all_of_them, message.text, why="all at once"),) if all_of_them else ()


def _task_of(intent: Intent, context: Context) -> KnownTask | None:
    ref = getattr(intent, "task", None)
    return next((task for task in context.open_tasks if task.ref == ref), None)


def _as_new_tasks(
    clause: str, message: Message, context: Context, read: ReadByRules
) -> tuple[CreateTask, ...]:
    """What the words say when no task is open yet."""
    without = replace(context, open_tasks=(), replied_to=None, recent=(), listed=())
    intents = read(replace(message, text=clause), without).intents
    return tuple(intent for intent in intents if isinstance(intent, CreateTask))


def _is_all(case: Case) -> bool:  # noqa: ARG001 - the last line takes whatever is left
    return True


POLICY: tuple[Line, ...] = (
    Line("somebody else's words change nothing of ours", is_forwarded, Verdict.ASK),
    Line("a question ends no task", is_question, Verdict.ASK),
    Line("all tasks are not ended at once", ends_all, Verdict.ASK),
    Line("its number, its place in the list, or a reply to its card", is_addressed, Verdict.DO),
    Line("its title in quotes", is_quoted, Verdict.DO),
    Line("the form of a new task", begins_a_new_task, Verdict.NEW),
    Line("what others wish is new work", is_wish_of_others, Verdict.NEW),
    Line("what others did is not done by us", is_called_by_others, Verdict.NEW),
    Line("what is still to come is not done", tells_what_is_to_come, Verdict.NEW),
    Line("a report with a day still to come", reports_something_to_come, Verdict.ASK),
    Line("everything of a day is moved together", moves_all_due, Verdict.DO),
    Line("a further clause about the same task", goes_on, Verdict.DO),
    Line("no name, and only one task was spoken of", is_pointed_at, Verdict.DO),
    Line("a description that fits one task and accounts for the clause", is_described, Verdict.DO),
    Line("nothing names it well enough", _is_all, Verdict.ASK),
)

"""The policy between reading and doing: which intents are done, which are asked about, which are new tasks after all.

New tasks, questions and commands are done: they harm nothing and can be undone. A change of an open task needs words that
name it. The table `POLICY` decides each such change; its first line that applies counts. Both readers' results go through it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Asked, Context, KnownTask, Message, Reading
from worker.understanding.intents import (
    ChangeMany,
    CompleteAll,
    CompleteTask,
    CreateTask,
    Intent,
    Query,
    RescheduleTask,
    TaskEdit,
    UpdateTask,
)
from worker.understanding.local.completions import is_deed
from worker.understanding.local.message_tokens import lowered, normalise, tokenise
from worker.understanding.local.open_tasks import meaningful
from worker.understanding.many_changes import A_FEW, edits_of_many
from worker.understanding.policy_case import Case
from worker.understanding.policy_conditions import (
    asks_for_a_deed,
    begins_a_new_task,
    ends_all,
    goes_on,
    hardly_touches_it,
    is_addressed,
    is_called_by_others,
    is_described,
    is_forwarded,
    is_pointed_at,
    is_question,
    is_quoted,
    is_wish_of_others,
    means_all,
    moves_all_due,
    names_only_a_time,
    points_at_new,
    reports_in_a_change,
    reports_something_to_come,
    tells_of_its_occasion,
    tells_of_more_than_a_move,
    tells_of_work,
    tells_what_is_to_come,
    tells_whose_it_is,
)

ReadByRules = Callable[[Message, Context], Reading]


class Verdict(StrEnum):
    """What becomes of a change: it is done, its author is asked, its words are read as a new task, or they are about the
    new task that the same message made before."""

    DO = "do"
    OF_NEW = "of new"
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
    decision = _Decision(message, context, reading, read)
    for at, intent in enumerate(reading.intents):
        decision.take(at, intent)
    return decision.result()


class _Decision:
    """The decisions about one reading's intents, taken one after the other."""

    def __init__(self, message: Message, context: Context, reading: Reading, read: ReadByRules) -> None:
        self._message, self._context, self._reading, self._read = message, context, reading, read
        self._clauses = reading.clauses if len(reading.clauses) == len(reading.intents) else ()
        self._done: list[tuple[Intent, str]] = []
        self._asked: list[Asked] = []
        self._changed: set[str] = set()
        self._renewed: set[str] = set()
        # The ids of the moves of everything of a day.
        self._together: set[int] = set()
        self._halves: list[str] = []

    def take(self, at: int, intent: Intent) -> None:
        """Decide about the intent number `at`."""
        clause = (self._clauses[at] if self._clauses else "") or self._message.text
        task = _task_of(intent, self._context)
        if isinstance(intent, CompleteAll):
            self._asked += _all_at_once(self._message, self._context)
        elif isinstance(intent, ChangeMany):
            self._take_many(intent, clause)
        elif not isinstance(intent, TaskEdit) or task is None:
            self._done.append((intent, clause))
        else:
            self._take_change(self._case(at, intent, task, clause))

    def _take_many(self, intent: ChangeMany, clause: str) -> None:
        """A few changes are made at once, more are asked about together; where nothing is overdue, that is told."""
        edits = edits_of_many(intent, self._context, self._message.now.date())
        if len(edits) > A_FEW and not intent.tasks:
            self._asked.append(Asked(edits, clause, why="many at once"))
        else:
            self._done += [(edit, clause) for edit in edits or (Query(scope="overdue"),)]

    def _case(self, at: int, intent: TaskEdit, task: KnownTask, clause: str) -> Case:
        beside = _changed_beside(self._reading, self._clauses, at, self._context) if self._clauses else ()
        by_model = self._reading.reader == "openai"
        before, new = frozenset(self._changed), any(isinstance(done, CreateTask) for done, _ in self._done)
        return Case(
            intent, task, clause, self._message, self._context, by_model, before, beside, after_new=new
        )

    def _take_change(self, case: Case) -> None:
        line = next(line for line in POLICY if line.applies(case))
        if line.verdict is Verdict.DO:
            self._together |= {id(case.intent)} if line.applies is moves_all_due else set()
            self._changed.add(case.intent.task)
            self._halves += _unmatched_halves(case)
            self._done.append((case.intent, case.clause))
            return
        if line.verdict is Verdict.OF_NEW:
            self._give_to_new(case)
            return
        instead = _as_new_tasks(case.clause, self._message, self._context, self._read)
        if line.verdict is Verdict.ASK or not instead:
            self._asked.append(Asked((case.intent,), case.clause, instead, line.name))
        elif case.clause not in self._renewed:
            self._renewed.add(case.clause)
            self._done += [(task, case.clause) for task in instead]

    def _give_to_new(self, case: Case) -> None:
        """Put what a clause says into the new tasks before it that lack it: into all of them for "all", else the last one.

        Words that give a new task nothing are left over, and so told."""
        created = [at for at, (done, _) in enumerate(self._done) if isinstance(done, CreateTask)]
        given = new_values(case.intent)
        lacking = [at for at in created if all(getattr(self._done[at][0], name) is None for name in given)]
        if not given or not lacking:
            self._halves.append(case.clause)
            return
        for at in lacking if means_all(case) else lacking[-1:]:
            new, clause = self._done[at]
            self._done[at] = (new.model_copy(update=given), clause)

    def result(self) -> Reading:
        """The reading after all decisions."""
        told = [words for words in self._reading.left_out if _is_worth_saying(words)]
        # Where nothing came of a message, it is kept whole: a part of it would hide the rest.
        told = told if self._done or self._asked else []
        same = [intent for intent, _ in self._done] == list(self._reading.intents)
        self._ask_many()
        return replace(
            self._reading,
            intents=tuple(intent for intent, _ in self._done),
            clauses=tuple(clause for _, clause in self._done) if self._clauses else (),
            asked=(*self._reading.asked, *self._asked),
            left_out=tuple(dict.fromkeys([*told, *self._halves])),
            sure=self._reading.sure and same,
            doubts=(*self._reading.doubts, *(["asked"] if self._asked else [])),
        )

    def _ask_many(self) -> None:
        """Put into one question what is said of all tasks at once, and the moves of everything of a day where they are
        more than a few."""
        ended = [asked for asked in self._asked if asked.why == _ENDS_ALL and len(asked.intents) == 1]
        if len(ended) > 1 and len({type(asked.intents[0]) for asked in ended}) == 1:
            together = tuple(intent for asked in ended for intent in asked.intents)
            self._asked = [asked for asked in self._asked if asked not in ended]
            self._asked.append(Asked(together, ended[0].words, why=_ENDS_ALL))
        moved = [(intent, clause) for intent, clause in self._done if id(intent) in self._together]
        if len(moved) > A_FEW:
            self._done = [made for made in self._done if id(made[0]) not in self._together]
            self._asked.append(Asked(tuple(intent for intent, _ in moved), moved[0][1], why="many at once"))


def _is_worth_saying(words: str) -> bool:
    """Whether words left over are more than a filler ("Hm", "so, ok")."""
    said = [token.low for token in tokenise(lowered(normalise(words))) if token.kind != "mark"]
    return len(meaningful(said)) >= _FEWEST_WORDS


_FEWEST_WORDS = 2


def _unmatched_halves(case: Case) -> list[str]:
    """The halves of a report that no open task matches: "the cake" of "finished the menu and the cake"."""
    if not isinstance(case.intent, CompleteTask) or not case.explained:
        return []
    halves = [half.strip(" ,.!") for half in _JOINED.split(case.clause)]
    other = {word for word in case.unexplained if not is_deed(word)}
    return [
        half for half in halves if len(halves) > 1 and _names_another_thing(replace(case, clause=half), other)
    ]


_JOINED = bounded(r"\s+(?:and|n|&|plus|и|плюс|а\s+также)\s+", re.IGNORECASE)


def _names_another_thing(half: Case, things: set[str]) -> bool:
    """Whether a half names one of these things, and none of a task that the clause changes."""
    return bool(things.intersection(half.unexplained)) and len(half.words) == len(half.unexplained)


_FIELDS_OF_NEW = {
    "assignee",
    "business",
    "project",
    "priority",
    "estimate_minutes",
    "reminder_minutes_before",
    "recurrence",
}


def new_values(edit: TaskEdit) -> dict[str, object]:
    """What an edit says, as fields of a new task; empty where a new task has no such field."""
    if isinstance(edit, RescheduleTask) and edit.due is not None:
        return {"due": edit.due}
    if isinstance(edit, UpdateTask) and edit.field in _FIELDS_OF_NEW:
        return {edit.field: edit.value}
    return {}


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


_ENDS_ALL = "all tasks are not ended at once"
POLICY: tuple[Line, ...] = (
    Line("somebody else's words change nothing of ours", is_forwarded, Verdict.ASK),
    Line("a question ends no task", is_question, Verdict.ASK),
    Line(_ENDS_ALL, ends_all, Verdict.ASK),
    Line("its number, its place in the list, or a reply to its card", is_addressed, Verdict.DO),
    Line("its title in quotes", is_quoted, Verdict.DO),
    Line("the form of a new task", begins_a_new_task, Verdict.NEW),
    Line("a deed that is asked for is new work", asks_for_a_deed, Verdict.NEW),
    Line("what others wish is new work", is_wish_of_others, Verdict.NEW),
    Line("what others did is not done by us", is_called_by_others, Verdict.NEW),
    Line("what is still to come is not done", tells_what_is_to_come, Verdict.NEW),
    Line("a report with a day still to come", reports_something_to_come, Verdict.ASK),
    Line("no name, behind a new task of the same message", points_at_new, Verdict.OF_NEW),
    Line("everything of a day is moved together", moves_all_due, Verdict.DO),
    Line("a further clause about the same task", goes_on, Verdict.DO),
    Line("no name, and only one task was spoken of", is_pointed_at, Verdict.DO),
    Line("a day beside words of another thing", tells_of_more_than_a_move, Verdict.ASK),
    Line("a day of what the task is for", tells_of_its_occasion, Verdict.ASK),
    Line("a length behind a told deed", reports_in_a_change, Verdict.ASK),
    Line("few of its words behind a new task", hardly_touches_it, Verdict.ASK),
    Line("whose it is does not end it", tells_whose_it_is, Verdict.ASK),
    Line("work on it is not its end", tells_of_work, Verdict.ASK),
    Line("a thing and a time may be a second one", names_only_a_time, Verdict.ASK),
    Line("a description that fits one task and accounts for the clause", is_described, Verdict.DO),
    Line("nothing names it well enough", _is_all, Verdict.ASK),
)

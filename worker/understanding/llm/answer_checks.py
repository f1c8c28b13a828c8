"""Checking: what the model said becomes intents of the closed list; whatever fails is dropped with a doubt."""

import re
from collections.abc import Callable
from typing import Any

from worker.understanding.context import Context, KnownTask, Message
from worker.understanding.intents import (
    AskTask,
    AskWhich,
    ChangeMany,
    CompleteAll,
    CompleteTask,
    CreateProject,
    CreateTask,
    DeleteTask,
    Intent,
    KeepNote,
    Plan,
    Query,
    ReopenTask,
    RescheduleTask,
    RunCommand,
    SkipOccurrence,
    StartTimer,
    StopTimer,
    UnclearQuestion,
    UpdateTask,
    WaitFor,
)
from worker.understanding.llm import doubts
from worker.understanding.llm.absence_check import AbsenceReader
from worker.understanding.llm.date_check import DueReader
from worker.understanding.llm.name_check import business_name, member_name, project_name
from worker.understanding.llm.quoted_text import one_line, visible
from worker.understanding.llm.rrule_check import checked_rule
from worker.understanding.llm.schema import (
    Said,
    SaidAbsence,
    SaidAsk,
    SaidBare,
    SaidCommand,
    SaidComplete,
    SaidCreate,
    SaidDelete,
    SaidDue,
    SaidMany,
    SaidOfTask,
    SaidPlan,
    SaidProject,
    SaidQuery,
    SaidReopen,
    SaidReschedule,
    SaidUpdate,
    SaidWait,
    SaidWhich,
    SaidWords,
)
from worker.understanding.llm.value_forms import minutes_of, priority_of, reference_of

MOST_INTENTS = 20
TITLE_LIMIT = 120
PROJECT_LIMIT = 120
SEARCH_LIMIT = 120
NOTE_LIMIT = 4_096
ARGUMENT_LIMIT = 200
MOST_MINUTES = 60_000
MOST_LEAD = 525_600

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"[1-9]\d{0,8}")
Found = list[tuple[str, str]]


class Checker:
    """Checks the answer about one message against the workspace as it was shown to the model."""

    def __init__(self, message: Message, context: Context, shown: Context) -> None:
        self._message = message
        self._context = context
        self._tasks = {task.ref: task for task in shown.open_tasks}
        self._dates = DueReader(message)
        self._absences = AbsenceReader(message)

    def check(self, said: tuple[Said, ...]) -> tuple[tuple[Intent, ...], tuple[str, ...]]:
        """At most 20 intents and the doubts about them, in the order of the answer; the same intent only once."""
        intents: list[Intent] = []
        told: list[str] = []
        for item in said[:MOST_INTENTS]:
            found: Found = []
            intent = self._one(item, found)
            if intent is None or intent in intents:
                told += doubts.doubts(found, None)
                continue
            told += doubts.doubts(found, len(intents))
            intents.append(intent)
        if len(said) > MOST_INTENTS:
            told.append(doubts.doubt("actions", doubts.TOO_MANY))
        return tuple(intents), tuple(told)

    def _one(self, item: Said, found: Found) -> Intent | None:
        readers: dict[type[Any], Callable[[Any, Found], Intent | None]] = {
            SaidCreate: self._create,
            SaidComplete: self._complete,
            SaidReschedule: self._reschedule,
            SaidUpdate: self._update,
            SaidDelete: self._delete,
            SaidQuery: self._query,
            SaidPlan: lambda plan, _: Plan(scope=plan.scope),
            SaidProject: self._project,
            SaidAsk: self._ask,
            SaidWait: self._wait,
            SaidOfTask: self._of_task,
            SaidReopen: self._reopen,
            SaidMany: self._many,
            SaidBare: lambda said, _: StopTimer() if said.kind == "stop_timer" else CompleteAll(),
            SaidWords: self._words,
            SaidAbsence: self._absence,
            SaidWhich: self._which,
            SaidCommand: self._command,
        }
        return readers[type(item)](item, found)

    def _create(self, said: SaidCreate, found: Found) -> Intent | None:
        title = one_line(said.title, TITLE_LIMIT)
        if not title:
            found.append(("title", doubts.INVALID))
            return None
        project = self._named("project", said.project, found)
        rule = self._rule(said.rrule, found)
        read = self._dates.repeated(said.due, rule) if rule else self._dates.stated(said.due)
        found += _of_due(read.doubts, said.due)
        return CreateTask(
            title=title,
            business=self._business_of(project) or self._named("business", said.business, found),
            project=project,
            assignee=self._named("assignee", said.assignee, found),
            due=read.due,
            timing=(said.timing or self._dates.timing(said.due)) if read.due else None,
            priority=_within(priority_of(said.priority), 1, 4, "priority", found),
            estimate_minutes=_within(self._minutes(said.minutes), 1, MOST_MINUTES, "estimate_minutes", found),
            recurrence=rule,
            reminder_minutes_before=_within(
                self._minutes(said.remind), 0, MOST_LEAD, "reminder_minutes_before", found
            ),
        )

    def _complete(self, said: SaidComplete, found: Found) -> Intent | None:
        task = self._task(said.task, found)
        if task is None:
            return None
        minutes = _within(self._minutes(said.minutes), 1, MOST_MINUTES, "actual_minutes", found)
        return CompleteTask(task=task.ref, actual_minutes=minutes)

    def _reschedule(self, said: SaidReschedule, found: Found) -> Intent | None:
        task = self._task(said.task, found)
        if task is None:
            return None
        read = self._dates.moved(said.due, task.due)
        found += _of_due(read.doubts, said.due)
        asked = said.due.words or said.due.date
        # No deadline at all is a wish of its own ("no date for this one"); one that was not understood is not.
        timing = self._dates.moved_timing(said.due) if read.due else None
        return RescheduleTask(task=task.ref, due=read.due, timing=timing) if read.due or not asked else None

    def _update(self, said: SaidUpdate, found: Found) -> Intent | None:
        task = self._task(said.task, found)
        if task is None:
            return None
        before = len(found)
        value = self._value(said, found)
        if len(found) > before or (value is None and said.field == "title"):
            return None
        return UpdateTask(task=task.ref, field=said.field, value=value)

    def _value(self, said: SaidUpdate, found: Found) -> str | int | None:
        text = said.value
        if text is None or not text.strip():
            if said.field == "title":
                found.append(("value", doubts.INVALID))
            return None
        if said.field == "title":
            return one_line(text, TITLE_LIMIT) or None
        if said.field in {"business", "project", "assignee"}:
            return self._named(said.field, text, found)
        if said.field == "recurrence":
            return self._rule(text, found)
        low, high = _LIMITS[said.field]
        number = priority_of(text) if said.field == "priority" else self._minutes(text)
        return _within(number, low, high, said.field, found)

    def _delete(self, said: SaidDelete, found: Found) -> Intent | None:
        task = self._task(said.task, found)
        return DeleteTask(task=task.ref) if task else None

    def _query(self, said: SaidQuery, found: Found) -> Intent | None:
        text = one_line(said.text or "", SEARCH_LIMIT)
        if said.scope == "done":
            return Query(scope="done", text=self._named("assignee", text, found))
        if said.scope not in {"business", "project", "person", "search"}:
            return Query(scope=said.scope)
        if not text:
            found.append(("text", doubts.INVALID))
            return None
        field = "assignee" if said.scope == "person" else said.scope
        name = self._named(field, text, found) if said.scope != "search" else None
        # A name nobody knows may still be found in titles, and a search changes nothing.
        return Query(scope=said.scope, text=name) if name else Query(scope="search", text=text)

    def _ask(self, said: SaidAsk, found: Found) -> Intent | None:
        task = self._task(said.task, found)
        return AskTask(task=task.ref, field=said.field) if task else None

    def _wait(self, said: SaidWait, found: Found) -> Intent | None:
        task, other = self._task(said.task, found), self._task(said.other, found)
        if task is None or other is None:
            return None
        if task == other:
            found.append(("task", doubts.INVALID))
            return None
        return WaitFor(task=task.ref, other=other.ref)

    def _of_task(self, said: SaidOfTask, found: Found) -> Intent | None:
        task = self._task(said.task, found)
        if task is None:
            return None
        return SkipOccurrence(task=task.ref) if said.kind == "skip" else StartTimer(task=task.ref)

    def _reopen(self, said: SaidReopen, found: Found) -> Intent | None:
        number = _NUMBER.search(str(said.task))
        if number is None:
            found.append(("task", doubts.INVALID))
            return None
        return ReopenTask(task=f"T{number[0]}")

    def _many(self, said: SaidMany, found: Found) -> Intent | None:
        read = self._dates.stated(said.due)
        if said.change == "move" and (read.due is None or read.due.date is None):
            found.append(("due", doubts.INVALID))
            return None
        to = read.due.date if said.change == "move" and read.due else None
        days = _within(said.days, 0, 3650, "days", found) or 0
        return ChangeMany(change=said.change, to=to, older_than_days=days)

    def _which(self, said: SaidWhich, found: Found) -> Intent | None:
        words = one_line(said.said, ARGUMENT_LIMIT)
        if not words:
            found.append(("text", doubts.INVALID))
            return None
        tasks = tuple(task.ref for ref in said.tasks if (task := self._task(ref, found)))
        return AskWhich(wish=said.wish, said=words, tasks=tasks)

    def _words(self, said: SaidWords, found: Found) -> Intent | None:
        text = visible(said.text).strip()[:NOTE_LIMIT]
        if not set(_WORD.findall(text.casefold())) <= set(_WORD.findall(self._message.text.casefold())):
            text = visible(self._message.text).strip()[:NOTE_LIMIT]
        if not text:
            found.append(("text", doubts.INVALID))
            return None
        return KeepNote(text=text) if said.kind == "keep_note" else UnclearQuestion(text=text)

    def _absence(self, said: SaidAbsence, found: Found) -> Intent | None:
        member = self._named("assignee", said.member, found)
        if said.member and member is None:
            return None
        return self._absences.read(said, member, found)

    def _command(self, said: SaidCommand, found: Found) -> Intent | None:
        if self._message.forwarded:
            # Somebody else's words set nothing up.
            found.append(("command", doubts.INVALID))
            return None
        return RunCommand(
            command=said.command, argument=one_line((said.argument or "").lstrip("/"), ARGUMENT_LIMIT)
        )

    def _project(self, said: SaidProject, found: Found) -> Intent | None:
        name = one_line(said.name, PROJECT_LIMIT)
        if not name:
            found.append(("name", doubts.INVALID))
            return None
        if project_name(name, self._context):
            found.append(("name", doubts.EXISTS))
            return None
        return CreateProject(name=name, business=self._named("business", said.business, found))

    def _minutes(self, said: float | str | None) -> int | None:
        return minutes_of(said, self._message.now)

    def _task(self, said: str, found: Found) -> KnownTask | None:
        """The shown task of a reference in any of its forms, with its title behind it or without, or of a title alone."""
        task = self._tasks.get(said) or self._tasks.get(reference_of(said) or "") or self._titled(said)
        if task is None:
            found.append(("task", doubts.UNKNOWN_TASK))
        return task

    def _titled(self, said: str) -> KnownTask | None:
        head, _, rest = said.strip().partition(" ")
        referred = self._tasks.get(reference_of(head) or "")
        if referred is not None:
            return referred if _same_title(rest, referred) else None
        titled = [known for known in self._tasks.values() if _same_title(said, known)]
        return titled[0] if len(titled) == 1 else None

    def _named(self, field: str, said: str | None, found: Found) -> str | None:
        if said is None or not said.strip():
            return None
        match = {"business": business_name, "project": project_name, "assignee": member_name}[field]
        name = match(said, self._context)
        if name is None:
            found.append((field, doubts.about(doubts.UNKNOWN_NAME, said)))
        return name

    def _business_of(self, project: str | None) -> str | None:
        return next((known.business for known in self._context.projects if known.name == project), None)

    def _rule(self, said: str | None, found: Found) -> str | None:
        if said is None or not said.strip():
            return None
        rule = checked_rule(said)
        if rule is None:
            found.append(("recurrence", doubts.INVALID))
        return rule


def _same_title(said: str, task: KnownTask) -> bool:
    return said.strip(" \"'«»()[]:.").casefold() == task.title.strip().casefold()


def _of_due(codes: tuple[str, ...], said: SaidDue | None) -> Found:
    words = said.words if said else None
    unquoted = doubts.UNQUOTED in codes
    return [("due", code if unquoted else doubts.about(code, words)) for code in codes]


_LIMITS = {
    "priority": (1, 4),
    "estimate_minutes": (1, MOST_MINUTES),
    "reminder_minutes_before": (0, MOST_LEAD),
}


def _within(value: int | None, low: int, high: int, field: str, found: Found) -> int | None:
    if value is None or low <= value <= high:
        return value
    found.append((field, doubts.INVALID))
    return None

"""Applies the intents a reader proposed, within the caller's transaction, after checking them (invariant I9)."""

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.member import Member
from models.tables.operation import Operation
from models.tables.project import Project
from models.tables.task import DEFAULT_PRIORITY, Task
from worker.core.business_access import exceeds_access
from worker.core.member_roles import has_right
from worker.core.past_events import ANSWERABLE, CLOSED_BY_TIME
from worker.core.recurrence_rule import repeats_within_a_day
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id, reachable_task, visible_task
from worker.core.task_recorder import TaskRecorder
from worker.features.assignments.service import Round, answer_under, given_round
from worker.features.capture.default_business import default_business_id
from worker.features.capture.intent_commands import command_of
from worker.features.capture.intent_rights import right_of
from worker.features.capture.reader_context import ReaderInputs, due_columns
from worker.features.capture.request_answers import Request
from worker.features.capture.set_reminders import PastMoment, reminder_columns
from worker.features.directory.create_project import create_project
from worker.features.directory.entries import Entry
from worker.features.reminders.due_times import MORNING
from worker.features.reminders.service import morning_of
from worker.understanding.intents import (
    Absence,
    AddComment,
    AddItems,
    AskTask,
    AskWhich,
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
    ShowFiles,
    StartTimer,
    StopTimer,
    TaskEdit,
    Timing,
    UnclearQuestion,
    UpdateTask,
)

TaskChange = Literal["created", "done", "moved", "changed", "dropped"]


@dataclass(slots=True)
class ApplyResult:
    """What became of a message's intents: changed rows in order, questions, and problems by code."""

    operation: Operation
    touched: list[tuple[TaskChange, Task]] = field(default_factory=list)
    # Open tasks that already were as requested.
    unchanged: list[Task] = field(default_factory=list)
    projects: list[Entry] = field(default_factory=list)
    questions: list[Query | AskTask | UnclearQuestion | Plan] = field(default_factory=list)
    # What slash commands do: their names and arguments, in order.
    commands: list[tuple[str, str]] = field(default_factory=list)
    # What touches no field of a task: timers, notes, absences, questions which task is meant.
    requests: list[Request] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    # New tasks whose reminder has no moment to come: the moment that was said and is past, or nothing.
    reminders_asked: list[tuple[Task, PastMoment]] = field(default_factory=list)
    # Tasks that another gave the speaker, who may not change them: what they said is an answer to the giver.
    answered: list[Round] = field(default_factory=list)
    # Who was to get a task and may only look at those of its business, which is None for a task of none.
    viewers: list[tuple[Member, int | None]] = field(default_factory=list)
    # Rules that ask for several times a day, which no task has.
    refused_rules: list[str] = field(default_factory=list)

    @property
    def tasks(self) -> list[Task]:
        """The touched tasks, each once."""
        return list({task.id: task for _, task in self.touched}.values())


# More than this from one message is a mistake or an attack; the reply says that the rest was left out.
MAX_INTENTS = 20


class IntentApplier:
    """Applies the intents of one message, in order, under one operation."""

    def __init__(
        self,
        session: AsyncSession,
        speaker: Speaker,
        inputs: ReaderInputs,
        operation: Operation,
        now: dt.datetime,
    ) -> None:
        self._session = session
        self._speaker = speaker
        self._inputs = inputs
        self._recorder = TaskRecorder(session, operation, now)
        self.outcome = ApplyResult(operation)
        self._morning = MORNING

    async def run(self, intents: tuple[Intent, ...]) -> ApplyResult:
        """Apply all; an intent that cannot be applied is recorded in the result's problems and raises nothing."""
        self._morning = await morning_of(self._session, self._speaker)
        for intent in intents[:MAX_INTENTS]:
            await self._apply(intent)
        if len(intents) > MAX_INTENTS:
            self.outcome.problems.append("too_many")
        return self.outcome

    async def _apply(self, intent: Intent) -> None:
        # A new project is refused where it would be made, which says why.
        if right_of(intent) == "change" and not has_right(self._speaker, "change"):
            self.outcome.problems.append("only_sees")
            return
        match intent:
            case CreateTask():
                await self._create(intent)
            case CreateProject():
                await self._create_project(intent)
            case ReopenTask():
                await self._reopen(intent)
            case Query() | AskTask() | UnclearQuestion() | Plan():
                self.outcome.questions.append(intent)
            case CompleteTask() | RescheduleTask() | UpdateTask() | DeleteTask():
                await self._change(intent)
            case StartTimer() | StopTimer() | KeepNote() | AddComment() | AddItems():
                self.outcome.requests.append(intent)
            case ShowFiles() | Absence() | AskWhich():
                self.outcome.requests.append(intent)
            case _ if (command := command_of(intent)) is not None:
                self.outcome.commands.append(command)
            case _:
                self.outcome.problems.append("bad_value")

    async def _create(self, intent: CreateTask) -> None:
        project = self._inputs.projects.get(intent.project or "")
        business = self._inputs.businesses.get(intent.business or "")
        assignee = self._inputs.members.get(intent.assignee or "")
        placed = {
            "business_id": self._inputs.names.only_business or _home(project, business),
            "project_id": project.id if project else None,
            "assignee_id": assignee.id if assignee else default_assignee_id(self._speaker),
        }
        if placed["business_id"] is None:
            placed["business_id"] = await default_business_id(
                self._session,
                self._speaker,
                self._inputs.names,
                self._recorder.operation,
                intent.title,
                assignee,
            )
        if self._inputs.names.only_views(self._speaker.member_id, placed["business_id"]):
            self.outcome.problems.append("only_sees")
            return
        if exceeds_access(self._inputs.names, placed):
            # It stays the speaker's own: they see at once that it was not given away.
            self._note_refused(assignee, placed["business_id"])
            placed["assignee_id"] = self._speaker.member_id
        rings = reminder_columns(intent, self._speaker.zone, self._morning, self._recorder.now)
        task = await self._recorder.create(
            title=intent.title,
            **placed,
            priority=intent.priority or DEFAULT_PRIORITY,
            recurrence=self._allowed_rule(intent.recurrence),
            **rings.columns,
            **_estimate_columns(intent.estimate_minutes),
        )
        self.outcome.touched.append(("created", task))
        if rings.asked is not None:
            self.outcome.reminders_asked.append((task, rings.asked))

    def _note_refused(self, assignee: Member | None, business_id: int | None) -> None:
        if assignee is not None and self._inputs.names.only_views(assignee.id, business_id):
            self.outcome.viewers.append((assignee, business_id))
        else:
            self.outcome.problems.append("not_allowed")

    def _allowed_rule(self, rule: str | None) -> str | None:
        """The rule; None, and noted as refused, when it repeats within a day."""
        if rule is None or not repeats_within_a_day(rule):
            return rule
        self.outcome.refused_rules.append(rule)
        return None

    async def _create_project(self, intent: CreateProject) -> None:
        """Only the owner creates projects; the event makes it undoable with the rest of the message."""
        business, recorder = self._inputs.businesses.get(intent.business or ""), self._recorder
        made = await create_project(
            self._session,
            self._speaker,
            intent.name,
            business.id if business else None,
            recorder.operation,
            recorder.now,
        )
        if isinstance(made, str):
            self.outcome.problems.append(made)
        else:
            self.outcome.projects.append(made)

    async def _change(self, intent: TaskEdit) -> None:
        task = await self._open_task(intent.task)
        if task is None:
            seen = await visible_task(self._session, self._speaker, self._inputs.task_ids.get(intent.task))
            self.outcome.problems.append("no_such_task" if seen is None else "only_sees")
            return
        given = await given_round(self._session, self._speaker, task)
        if given is not None and await self._answer_giver(given, intent):
            return
        match intent:
            case CompleteTask():
                await self._complete(task, intent.actual_minutes)
            case RescheduleTask():
                moved = due_columns(intent.due, _moved_timing(intent, task), self._speaker.zone)
                moved |= {"status": "open"} if task.status in CLOSED_BY_TIME else {}
                self._note_change("moved", task, await self._recorder.change(task, **moved))
            case DeleteTask():
                self._note_change("dropped", task, await self._recorder.change(task, status="dropped"))
            case UpdateTask():
                await self._update(task, intent)

    async def _reopen(self, intent: ReopenTask) -> None:
        """A closed task is open again, with what it had; an open one is as requested already."""
        number = int(intent.task.removeprefix("T"))
        task = await reachable_task(self._session, self._speaker, number=number)
        if task is None:
            self.outcome.problems.append("no_such_task")
            return
        self._note_change("changed", task, await self._recorder.change(task, status="open", done_at=None))

    async def _answer_giver(self, given: Round, intent: TaskEdit) -> bool:
        """To move, drop or hand on a task of another's is to propose or to refuse: the giver decides. False for the rest."""
        operation = self._recorder.operation
        answer = partial(answer_under, self._session, self._speaker, given, operation, self._recorder.now)
        match intent:
            case RescheduleTask() if intent.due is not None:
                await answer(due=intent.due)
            case DeleteTask():
                await answer()
            case UpdateTask() if intent.field == "assignee":
                suggested = self._inputs.members.get(str(intent.value))
                await answer(suggested_id=None if suggested is None else suggested.id)
            case RescheduleTask():
                self.outcome.problems.append("giver_decides")
            case _:
                return False
        if "giver_decides" not in self.outcome.problems:
            self.outcome.answered.append(given)
        return True

    async def _complete(self, task: Task, minutes: int | None) -> None:
        actual = {"actual_minutes": minutes, "actual_source": "person"} if minutes else {}
        await self._recorder.change(task, status="done", done_at=self._recorder.now, **actual)
        self.outcome.touched.append(("done", task))

    async def _update(self, task: Task, intent: UpdateTask) -> None:
        fields = updated_columns(intent, self._inputs)
        if intent.field == "assignee" and intent.value is None:
            # Given to nobody else: a member's task stays that member's.
            fields = {"assignee_id": default_assignee_id(self._speaker)}
        if fields and fields.get("recurrence") and self._allowed_rule(fields["recurrence"]) is None:
            return
        if fields is None:
            self.outcome.problems.append("bad_value")
            return
        if exceeds_access(self._inputs.names, fields, task):
            doer = self._inputs.names.members.get(fields.get("assignee_id", task.assignee_id) or 0)
            self._note_refused(doer, fields.get("business_id", task.business_id))
            return
        if intent.field == "reminder_minutes_before":
            # Who wants no reminder gets none before it begins either.
            fields["reminding"] = "never" if intent.value is None else _reminding_again(task)
        self._note_change("changed", task, await self._recorder.change(task, **fields))

    def _note_change(self, change: TaskChange, task: Task, differs: bool) -> None:
        if differs:
            self.outcome.touched.append((change, task))
        else:
            self.outcome.unchanged.append(task)

    async def _open_task(self, ref: str) -> Task | None:
        """The task of a reference that is open, or was closed only because its time went by; within the speaker's reach,
        locked until the end of the transaction."""
        task_id = self._inputs.task_ids.get(ref)
        return await reachable_task(self._session, self._speaker, task_id=task_id, status=ANSWERABLE)


def _home(project: Project | None, business: Business | None) -> int | None:
    """The business of a new task: that of its project, else the one that is named."""
    return project.business_id if project else business.id if business else None


def _moved_timing(intent: RescheduleTask, task: Task) -> Timing:
    """As it was said, else as it was; a task that gets its first deadline happens then."""
    return intent.timing or ("by" if task.timing == "by" else "on")


def _reminding_again(task: Task) -> str:
    return "once" if task.reminding == "never" else task.reminding


def _estimate_columns(minutes: int | None) -> dict[str, int | str]:
    return {} if minutes is None else {"estimate_minutes": minutes, "estimate_source": "stated"}


def updated_columns(intent: UpdateTask, inputs: ReaderInputs) -> dict[str, Any] | None:
    """The columns an update sets; None when its value is not one the speaker may name, or out of range."""
    match intent.field:
        case "business":
            return _reference_column(intent.value, inputs.businesses, "business_id")
        case "assignee":
            return _reference_column(intent.value, inputs.members, "assignee_id")
        case "project":
            return _project_columns(intent.value, inputs)
        case "title":
            return _title_column(intent.value)
        case "recurrence":
            return {"recurrence": str(intent.value) if intent.value else None}
        case _:
            return _number_columns(intent.field, intent.value)


def _reference_column(value: str | int | None, known: dict[str, Any], column: str) -> dict[str, Any] | None:
    if value is None:
        return {column: None}
    found = known.get(str(value))
    return None if found is None else {column: found.id}


def _project_columns(value: str | int | None, inputs: ReaderInputs) -> dict[str, Any] | None:
    if value is None:
        return {"project_id": None}
    found = inputs.projects.get(str(value))
    return None if found is None else {"project_id": found.id, "business_id": found.business_id}


def _title_column(value: str | int | None) -> dict[str, Any] | None:
    title = str(value or "").strip()
    return {"title": title} if 1 <= len(title) <= 200 else None


def _number_columns(field: str, value: str | int | None) -> dict[str, Any] | None:
    if value is None and field != "priority":
        return (
            {"estimate_minutes": None, "estimate_source": None}
            if field == "estimate_minutes"
            else {field: None}
        )
    number = int(str(value)) if str(value).isdigit() else None
    if number is None or number < (0 if field == "reminder_minutes_before" else 1):
        return None
    if field == "priority":
        return {"priority": number} if number <= 4 else None
    if field == "estimate_minutes":
        return {
            "estimate_minutes": number,
            "estimate_low": None,
            "estimate_high": None,
            "estimate_source": "stated",
        }
    return {field: number}

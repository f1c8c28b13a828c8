"""Apply: proposed actions become rows, in the caller's transaction. The model proposes, this disposes (I9)."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import DEFAULT_PRIORITY, Task
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.capture.outcome import Change, Outcome
from worker.features.capture.reader_context import World, instant_of
from worker.features.capture.update_field import new_value
from worker.features.directory.entries import PROJECT
from worker.features.directory.name_checks import clean_name
from worker.features.directory.queries import load_directory
from worker.features.directory.recorder import DirectoryRecorder
from worker.understanding.actions import (
    Action,
    CompleteTask,
    CreateProject,
    CreateTask,
    DeleteTask,
    Due,
    Plan,
    Query,
    RescheduleTask,
    UpdateTask,
)

# More than this from one message is a mistake or an attack; the rest is said to be left out.
MAX_ACTIONS = 20


class Applying:
    """One message's actions, applied one after the other under one operation."""

    def __init__(
        self, session: AsyncSession, speaker: Speaker, world: World, operation: Operation, now: dt.datetime
    ) -> None:
        self._session = session
        self._speaker = speaker
        self._world = world
        self._recorder = TaskRecorder(session, operation, now)
        self.outcome = Outcome(operation)

    async def run(self, actions: tuple[Action, ...]) -> Outcome:
        """Apply all; what cannot be applied is a problem of the outcome, never an error."""
        for action in actions[:MAX_ACTIONS]:
            await self._apply(action)
        if len(actions) > MAX_ACTIONS:
            self.outcome.problems.append("too_many")
        return self.outcome

    async def _apply(self, action: Action) -> None:
        match action:
            case CreateTask():
                await self._create(action)
            case CreateProject():
                await self._create_project(action)
            case Query() | Plan():
                self.outcome.questions.append(action)
            case _:
                await self._change(action)

    async def _create(self, action: CreateTask) -> None:
        project = self._world.projects.get(action.project or "")
        business = self._world.businesses.get(action.business or "")
        assignee = self._world.members.get(action.assignee or "")
        task = await self._recorder.create(
            title=action.title,
            business_id=project.business_id if project else business.id if business else None,
            project_id=project.id if project else None,
            assignee_id=assignee.id if assignee else own_task_of(self._speaker),
            priority=action.priority or DEFAULT_PRIORITY,
            recurrence=action.recurrence,
            reminder_minutes_before=action.reminder_minutes_before,
            **self._deadline(action.due),
            **_estimate(action.estimate_minutes),
        )
        self.outcome.touched.append(("created", task))

    async def _create_project(self, action: CreateProject) -> None:
        """Only the owner changes the world; the event makes it undoable with the rest of the message."""
        name, business = clean_name(action.name), self._world.businesses.get(action.business or "")
        rows = await load_directory(self._session, self._speaker.workspace_id, changing=True)
        problem = (
            "owner_only"
            if not self._speaker.is_owner
            else "bad_value"
            if not name or len(rows.all_of(PROJECT)) >= PROJECT.most
            else "project_exists"
            if rows.exactly(PROJECT, name) is not None
            else None
        )
        if problem is not None:
            self.outcome.problems.append(problem)
            return
        changes = DirectoryRecorder(self._session, rows, self._recorder.operation, self._recorder.now)
        project = await changes.make(PROJECT, name=name, business_id=business.id if business else None)
        self.outcome.projects.append(project)

    async def _change(self, action: CompleteTask | RescheduleTask | UpdateTask | DeleteTask) -> None:
        task = await self._open_task(action.task)
        if task is None:
            self.outcome.problems.append("no_such_task")
            return
        match action:
            case CompleteTask():
                await self._complete(task, action.actual_minutes)
            case RescheduleTask():
                self._tell("moved", task, await self._recorder.change(task, **self._deadline(action.due)))
            case DeleteTask():
                self._tell("dropped", task, await self._recorder.change(task, status="dropped"))
            case UpdateTask():
                await self._update(task, action)

    async def _complete(self, task: Task, minutes: int | None) -> None:
        actual = {"actual_minutes": minutes, "actual_source": "person"} if minutes else {}
        await self._recorder.change(task, status="done", done_at=self._recorder.now, **actual)
        self.outcome.touched.append(("done", task))

    async def _update(self, task: Task, action: UpdateTask) -> None:
        fields = new_value(action, self._world)
        if fields is None:
            self.outcome.problems.append("bad_value")
            return
        self._tell("changed", task, await self._recorder.change(task, **fields))

    def _tell(self, change: Change, task: Task, differs: bool) -> None:
        if differs:
            self.outcome.touched.append((change, task))
        else:
            self.outcome.unchanged.append(task)

    async def _open_task(self, ref: str) -> Task | None:
        """The task behind a reference: within reach, still open, locked until the end of the transaction."""
        task_id = self._world.task_ids.get(ref)
        return await reachable_task(self._session, self._speaker, task_id=task_id, status="open")

    def _deadline(self, due: Due | None) -> dict[str, dt.date | dt.datetime | None]:
        if due is None:
            return {"deadline_on": None, "deadline_at": None}
        return {"deadline_on": due.date, "deadline_at": instant_of(due, self._speaker.zone)}


def own_task_of(speaker: Speaker) -> int | None:
    """Whose a task is that names nobody: the owner's are anybody's, another member's are their own."""
    return None if speaker.is_owner else speaker.member_id


def _estimate(minutes: int | None) -> dict[str, int | str]:
    return {} if minutes is None else {"estimate_minutes": minutes, "estimate_source": "stated"}

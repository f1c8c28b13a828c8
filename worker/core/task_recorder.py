"""Writes every change of a task together with an event of its values before and after."""

import datetime as dt
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from models.tables.workspace import Workspace

# Bookkeeping columns: never part of an event, never undone.
_KEPT_OUT = {
    *(
        "id",
        "workspace_id",
        "number",
        "version",
        "followed_version",
        "assignment_version",
        "created_at",
        "updated_at",
    ),
    "worked_minutes",
}


class TaskRecorder:
    """Writes tasks and their events under one operation, within the caller's transaction."""

    def __init__(self, session: AsyncSession, operation: Operation, now: dt.datetime) -> None:
        self._session = session
        self.operation = operation
        self.now = now

    async def create(self, **fields: Any) -> Task:
        """A new task with the workspace's next number; a deadline without `timing` is one to be done by."""
        fields = _with_timing(fields, None)
        workspace_id = self.operation.workspace_id
        task = Task(
            workspace_id=workspace_id,
            number=await self._next_number(workspace_id),
            created_at=self.now,
            updated_at=self.now,
            **fields,
        )
        self._session.add(task)
        await self._session.flush()
        self._record(task, before=None, after=_content(task))
        return task

    async def change(self, task: Task, **fields: Any) -> bool:
        """Set new values; False when nothing differs. A moved deadline keeps its `timing` unless another is given."""
        fields = _with_timing(fields, task)
        old, new = _content(task), _content(task.model_copy(update=fields))
        changed = {name for name in fields if old[name] != new[name]}
        if not changed:
            return False
        for name in changed:
            setattr(task, name, fields[name])
        task.version += 1
        task.updated_at = self.now
        self._session.add(task)
        await self._session.flush()
        self._record(task, before={n: old[n] for n in changed}, after={n: new[n] for n in changed})
        return True

    def record_addition(self, task: Task) -> None:
        """Record that something was put with a task (a file, a comment, an item) and none of its fields changed."""
        self._record(task, before={}, after={})

    async def _next_number(self, workspace_id: int) -> int:
        counted = await self._session.execute(
            update(Workspace)
            .where(col(Workspace.id) == workspace_id)
            .values(last_task_number=Workspace.last_task_number + 1)
            .returning(col(Workspace.last_task_number))
        )
        return int(counted.scalar_one())

    def _record(self, task: Task, *, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        assert self.operation.id is not None
        assert task.id is not None
        self._session.add(
            TaskEvent(
                workspace_id=self.operation.workspace_id,
                operation_id=self.operation.id,
                task_id=task.id,
                before=before,
                after=after,
                created_at=self.now,
            )
        )


def _with_timing(fields: dict[str, Any], task: Task | None) -> dict[str, Any]:
    """The fields with the `timing` that goes with their deadline: some with a deadline, None without one."""
    if not {"deadline_on", "timing"} & fields.keys():
        return fields
    due = fields.get("deadline_on", task.deadline_on if task else None)
    kept = task.timing if task else None
    return {**fields, "timing": (fields.get("timing") or kept or "by") if due else None}


def _content(task: Task) -> dict[str, Any]:
    return task.model_dump(mode="json", exclude=_KEPT_OUT)


def task_content(task: Task) -> dict[str, Any]:
    """A task's fields as events keep them: JSON values, without bookkeeping columns."""
    return _content(task)


def value_from_event(field: str, value: Any) -> Any:
    """An event's JSON value as the column's own type."""
    annotation: Any = Task.model_fields[field].annotation
    return TypeAdapter(annotation).validate_python(value)

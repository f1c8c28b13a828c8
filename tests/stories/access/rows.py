"""Rows of people and tasks, as they are on the Monday of the story."""

import datetime as dt
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment, AssignmentNotice
from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from models.tables.workspace import Workspace
from tests.planner import OWNER
from worker.core.speaker import Speaker

MONDAY = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
# Stands in the title of each task that is tried, and nowhere else.
SECRET_WORD = "QUARTZ"
USERS = {
    "owner": OWNER,
    "holder": 2001,
    "colleague": 2002,
    "elsewhere": 2003,
    "removed": 2004,
    "manager": 2005,
    "viewer": 2006,
    "half_viewer": 2007,
    "other_owner": 3001,
    "stranger": 4001,
}


async def new_workspace(session: AsyncSession, name: str) -> int:
    workspace = Workspace(name=name, created_at=MONDAY)
    session.add(workspace)
    await session.flush()
    assert workspace.id is not None
    return workspace.id


async def new_operation(session: AsyncSession, speaker: Speaker, kind: str) -> Operation:
    # The other owner's are too old to be taken back by a word: nothing of theirs is to change either.
    age = dt.timedelta(days=2 if speaker.chat_telegram_id == USERS["other_owner"] else 0)
    operation = Operation(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        kind=kind,
        reader="person",
        trace_id=f"made-{speaker.chat_id}-{kind}",
        created_at=MONDAY - age,
    )
    session.add(operation)
    await session.flush()
    return operation


async def new_task(
    session: AsyncSession, made: Operation, number: int, assignee: int, business: int | None, name: str
) -> Task:
    """A task due today; those with a name are the holder's, and their titles hold the secret word."""
    titles = {
        "task": "Polish the spindle",
        "other": "Order belts",
        "done": "Grind the axle",
        "series": "Oil it",
        "offered": "Weigh the copper",
        "proposal": "Sort the washers",
        "refusal": "Count the nails",
    }
    task = Task(
        workspace_id=made.workspace_id,
        number=number,
        title=f"{titles[name]} {SECRET_WORD}" if name else f"Own errand {number}",
        business_id=business,
        assignee_id=assignee,
        priority=1,
        deadline_on=MONDAY.date(),
        estimate_minutes=60,
        estimate_source="stated",
        created_at=MONDAY,
        updated_at=MONDAY,
    )
    session.add(task)
    await session.flush()
    await touch_task(session, made, task.id, None, {"title": task.title})
    return task


async def new_assignment(
    session: AsyncSession, task: Task, giver: int, executor: int, state: str
) -> Assignment:
    """A task's assignment in a state, as if it had been told and answered on Monday."""
    proposed = dt.date(2026, 11, 25) if state == "date_proposed" else None
    made = Assignment(
        workspace_id=task.workspace_id,
        task_id=task.id or 0,
        giver_id=giver,
        executor_id=executor,
        state=state,
        proposed_on=proposed,
        offered_at=MONDAY,
        told_at=MONDAY,
    )
    session.add(made)
    await session.flush()
    return made


async def new_notice(session: AsyncSession, about: Assignment) -> int | None:
    """The message that told the executor of it."""
    notice = AssignmentNotice(
        workspace_id=about.workspace_id,
        assignment_id=about.id or 0,
        member_id=about.executor_id,
        kind="offer",
        state="sent",
        due_at=MONDAY,
        created_at=MONDAY,
    )
    session.add(notice)
    await session.flush()
    return notice.id


async def touch_task(
    session: AsyncSession,
    operation: Operation,
    task_id: int | None,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    session.add(
        TaskEvent(
            workspace_id=operation.workspace_id,
            operation_id=operation.id,
            task_id=task_id,
            before=before,
            after=after,
            created_at=MONDAY,
        )
    )
    await session.flush()

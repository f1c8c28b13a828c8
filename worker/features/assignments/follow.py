"""Follows tasks: opens an assignment when a task is given away, and changes or closes it as the task does.

It looks at tasks as they are, so that it does not matter how they became so: by words, a button, an edit or an undo.
"""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment
from models.tables.task import Task
from worker.core.assignment_recorder import UNDECIDED
from worker.core.operations import UNDO_KINDS
from worker.features.assignments.due_times import CHANGES_COLLECTED_FOR, REPORTS_COLLECTED_FOR
from worker.features.assignments.notices import add_notice, skip_waiting, snapshot, was_told
from worker.features.assignments.queries import Cause, last_cause, last_withdrawn, live_assignment

_TO_EXECUTOR = ("offer", "changed", "agreed", "date_set", "date_kept", "answer", "reopened", "nudge")


async def follow_task(session: AsyncSession, task: Task, now: dt.datetime) -> None:
    """Bring a changed task's assignment up to date, and note what has to be told; the task is locked."""
    assert task.id is not None
    live = await live_assignment(session, task.id)
    if task.status == "open":
        await _follow_open(session, task, live, now)
    elif live is not None and live.state != "done":
        await _follow_closed(session, task, live, now)
    task.assignment_version = task.version
    session.add(task)
    await session.flush()


async def _follow_open(session: AsyncSession, task: Task, live: Assignment | None, now: dt.datetime) -> None:
    if live is not None and live.executor_id != task.assignee_id:
        await _take_away(session, task, live, now)
        live = None
    if live is None:
        await _offer(session, task, now)
    elif live.state == "done":
        await _reopen(session, task, live, now)
    else:
        await _note_change(session, task, live, now)


async def _take_away(session: AsyncSession, task: Task, live: Assignment, now: dt.datetime) -> None:
    """Somebody else, or nobody, has the task: the executor is told, or the giver where the executor handed it on."""
    cause = await last_cause(session, task.id or 0, "assignee_id")
    by_executor = cause is not None and cause.member_id == live.executor_id
    await withdraw(session, live, "given", now, member_id=task.assignee_id, tell=not by_executor)
    if by_executor:
        await add_notice(session, live, "let_go", now, to_executor=False, after=CHANGES_COLLECTED_FOR)


async def _offer(session: AsyncSession, task: Task, now: dt.datetime) -> None:
    """Open an assignment where somebody gave the task to another person; one that an undo brings back is the old one."""
    cause = await last_cause(session, task.id or 0, "assignee_id")
    if cause is None or task.assignee_id in (None, cause.member_id):
        return
    if cause.operation.kind in UNDO_KINDS and await _restore(session, task, now):
        return
    # The next task of a series is the same work: who took the first is not asked each time.
    known = cause.operation.kind == "recurrence"
    assignment = Assignment(
        workspace_id=task.workspace_id,
        task_id=task.id or 0,
        giver_id=cause.member_id,
        executor_id=task.assignee_id or 0,
        state="accepted" if known else "offered",
        told=snapshot(task) if known else None,
        told_at=now if known else None,
        offered_at=now,
    )
    session.add(assignment)
    await session.flush()
    if not known:
        await _tell_offer(session, task, assignment, cause, now)


async def _tell_offer(
    session: AsyncSession, task: Task, assignment: Assignment, cause: Cause | None, now: dt.datetime
) -> None:
    await add_notice(
        session,
        assignment,
        "offer",
        now,
        to_executor=True,
        operation=cause.operation if cause else None,
        urgent=task.priority == 1,
    )


async def _restore(session: AsyncSession, task: Task, now: dt.datetime) -> bool:
    """Give a withdrawn assignment its state back; whoever was told that it is theirs no more gets it anew."""
    old = await last_withdrawn(session, task.id or 0, task.assignee_id or 0)
    if old is None:
        return False
    old.state, old.withdrawn_from = old.withdrawn_from or "offered", None
    told = await was_told(session, old, "withdrawn")
    await skip_waiting(session, old, "withdrawn")
    if old.state in ("offered", "accepted") and (told or old.told_at is None):
        old.state = "offered"
        await _tell_offer(session, task, old, None, now)
    elif old.state in UNDECIDED:
        await add_notice(session, old, old.state, now, to_executor=False)
    session.add(old)
    await session.flush()
    return True


async def _reopen(session: AsyncSession, task: Task, live: Assignment, now: dt.datetime) -> None:
    """What was done is open again: whoever was told that it is done is told so."""
    cause = await last_cause(session, task.id or 0, "status")
    live.state = "accepted"
    session.add(live)
    by_executor = cause is not None and cause.member_id == live.executor_id
    if by_executor and await was_told(session, live, "done"):
        await add_notice(session, live, "undone", now, to_executor=False)
    elif not by_executor:
        await add_notice(session, live, "reopened", now, to_executor=True)
    await skip_waiting(session, live, "done", "withdrawn")


async def _note_change(session: AsyncSession, task: Task, live: Assignment, now: dt.datetime) -> None:
    """A told task that reads otherwise now: the other side is told, once for all changes of a minute."""
    if live.told is None or live.told == snapshot(task):
        return
    cause = await last_cause(session, task.id or 0)
    if cause is not None and cause.member_id == live.executor_id:
        moved = any(live.told[name] != snapshot(task)[name] for name in ("deadline_on", "deadline_at"))
        live.told = snapshot(task)
        session.add(live)
        if moved:
            await add_notice(session, live, "moved", now, to_executor=False, after=CHANGES_COLLECTED_FOR)
        return
    await add_notice(session, live, "changed", now, to_executor=True, after=CHANGES_COLLECTED_FOR)


async def _follow_closed(session: AsyncSession, task: Task, live: Assignment, now: dt.datetime) -> None:
    cause = await last_cause(session, task.id or 0, "status")
    by_executor = cause is not None and cause.member_id == live.executor_id
    if task.status != "done":
        await withdraw(session, live, task.status, now, tell=not by_executor)
        if by_executor:
            await add_notice(session, live, "let_go", now, to_executor=False, after=CHANGES_COLLECTED_FOR)
        return
    told = live.told_at is not None
    live.state, live.answered_at = "done", now
    session.add(live)
    await skip_waiting(session, live, *_TO_EXECUTOR, *UNDECIDED)
    if by_executor:
        await add_notice(session, live, "done", now, to_executor=False, after=REPORTS_COLLECTED_FOR)
    elif told:
        await add_notice(
            session, live, "withdrawn", now, to_executor=True, after=CHANGES_COLLECTED_FOR, why="done"
        )


async def withdraw(
    session: AsyncSession,
    live: Assignment,
    why: str,
    now: dt.datetime,
    *,
    member_id: int | None = None,
    tell: bool = True,
) -> None:
    """The executor has the task no more; they are told why if they were told of it. `member_id` is who has it now."""
    live.withdrawn_from, live.state = live.state, "withdrawn"
    session.add(live)
    await skip_waiting(session, live, *_TO_EXECUTOR, *UNDECIDED)
    if tell and live.told_at is not None:
        await add_notice(
            session,
            live,
            "withdrawn",
            now,
            to_executor=True,
            after=CHANGES_COLLECTED_FOR,
            why=why,
            member_id=member_id,
        )

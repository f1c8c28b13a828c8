"""Asks a silent executor again, once."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment
from models.tables.workspace import Workspace
from worker.features.assignments.notices import add_notice
from worker.features.assignments.queries import recipient_of, silent_assignments


async def nudge_silent(session: AsyncSession, now: dt.datetime) -> int:
    """Note that each silent executor whose time has come is to be asked again; how many there are.

    It is the only time: the assignment says that it was done, and so does its one notice of that kind.
    """
    found = (await session.exec(silent_assignments(now))).all()
    for assignment, _ in found:
        assignment.nudged_at = now
        session.add(assignment)
        if await _is_wanted(session, assignment):
            await add_notice(session, assignment, "nudge", now, to_executor=True)
    await session.flush()
    return len(found)


async def _is_wanted(session: AsyncSession, assignment: Assignment) -> bool:
    """Not where nudges were turned off since, nor of somebody who is not reached."""
    workspace = await session.get(Workspace, assignment.workspace_id)
    recipient = await recipient_of(session, assignment.executor_id)
    return recipient.reachable and (workspace is None or workspace.nudge_hours != 0)

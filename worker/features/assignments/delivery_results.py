"""Records what became of each message of an assignment, and tells the giver at once when an executor is not reached."""

import datetime as dt

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment, AssignmentNotice
from models.tables.outbox import OutboundMessage
from worker.features.assignments.notices import ASKING, PURPOSE, add_notice


async def record_notice_result(session: AsyncSession, row: OutboundMessage, now: dt.datetime) -> None:
    """After a message of an assignment was sent or failed: set its notices' state, in the same transaction."""
    if row.purpose != PURPOSE:
        return
    states = select(OutboundMessage.state).where(OutboundMessage.id == row.id)
    state = (await session.exec(states)).one()
    statement = (
        select(AssignmentNotice, Assignment)
        .join(Assignment, col(Assignment.id) == col(AssignmentNotice.assignment_id))
        .where(AssignmentNotice.outbound_message_id == row.id)
        .order_by(col(AssignmentNotice.id))
    )
    for notice, assignment in (await session.exec(statement)).all():
        notice.state = state
        session.add(notice)
        to_executor = notice.member_id == assignment.executor_id
        if state == "failed" and to_executor and notice.kind in ASKING:
            await add_notice(session, assignment, "unreachable", now, to_executor=False)
    await session.flush()

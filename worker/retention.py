"""Deletes rows that are older than the history's days, a batch at a time (invariant I12)."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, delete, literal_column
from sqlmodel import SQLModel, col, select

from models.runtime import clock
from models.tables.api_token import ProgramRequest
from models.tables.appointment import Appointment
from models.tables.calendar_subscription import CalendarSubscription
from models.tables.dead_letter import DeadLetter
from models.tables.deferred_read import DeferredRead
from models.tables.export import Export
from models.tables.inbound_update import InboundUpdate
from models.tables.invitation import Invitation
from models.tables.job_run import JobRun
from models.tables.note import Note
from models.tables.operator_action import OperatorAction
from models.tables.outbox import OutboundMessage
from worker.budget.abandoned_calls import forget_answers
from worker.services import Services

# One statement must end within the connection's 10 s, also after a long pause.
_BATCH = 5000
# What people said stands in the model's answers; they are kept only as long as a rerun could ask for them.
_ANSWERS_KEPT = dt.timedelta(days=2)
# An archive holds everything a person has: it is kept while it may be sent again.
_ARCHIVES_KEPT = dt.timedelta(days=1)
# A note that was made a task or dropped holds a person's words: it can be brought back for so long.
_NOTES_KEPT = dt.timedelta(days=30)
# Who did what on the dashboard is asked long after the history is gone.
_ACTIONS_KEPT = dt.timedelta(days=365)
# A removed subscription holds a secret address: it can be brought back for so long.
_CALENDARS_KEPT = dt.timedelta(days=7)


async def prune_history(services: Services) -> None:
    """Drop old attempts, handled updates, settled letters and notes, sent messages and spent invitations."""
    now = clock.now()
    before = now - dt.timedelta(days=services.settings.history_days)
    for table, old in _old(before, now):
        while await _drop(services, table, old) == _BATCH:
            pass
    await forget_answers(services.database, now - _ANSWERS_KEPT)


def _old(before: dt.datetime, now: dt.datetime) -> list[tuple[type[SQLModel], ColumnElement[bool]]]:
    over = col(OutboundMessage.state).in_(("sent", "failed", "unknown"))
    return [
        (JobRun, col(JobRun.started_at) < before),
        (InboundUpdate, col(InboundUpdate.handled_at) < before),
        (DeadLetter, col(DeadLetter.resolved_at) < before),
        (DeferredRead, col(DeferredRead.settled_at) < before),
        (Export, col(Export.requested_at) < now - _ARCHIVES_KEPT),
        (Note, col(Note.settled_at) < now - _NOTES_KEPT),
        # Cards are kept: an answer to one must still find its tasks.
        (
            OutboundMessage,
            (col(OutboundMessage.created_at) < before) & over & col(OutboundMessage.operation_id).is_(None),
        ),
        (CalendarSubscription, col(CalendarSubscription.removed_at) < now - _CALENDARS_KEPT),
        (Appointment, col(Appointment.subscription_id).is_not(None) & (col(Appointment.ends_at) < before)),
        (OperatorAction, col(OperatorAction.done_at) < now - _ACTIONS_KEPT),
        (ProgramRequest, col(ProgramRequest.made_at) < before),
        (Invitation, (col(Invitation.used_at) < before) | (col(Invitation.expires_at) < now)),
    ]


async def _drop(services: Services, table: type[SQLModel], old: ColumnElement[bool]) -> int:
    place: Any = literal_column("ctid")
    some = select(place).select_from(table).where(old).limit(_BATCH)
    async with services.database.transaction() as session:
        dropped = await session.execute(delete(table).where(place.in_(some)))
    return int(dropped.rowcount)  # type: ignore[attr-defined]

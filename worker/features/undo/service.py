"""Undo as the bot offers it: by a card's button, by message or command; the reply says what was kept."""

import datetime as dt

from sqlalchemy import exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.appointment import Appointment
from models.tables.assignment import AssignmentEvent
from models.tables.directory_event import DirectoryEvent
from models.tables.operation import Operation, TaskEvent
from models.tables.plan import Plan
from models.tables.working_hours import DayOff
from worker.core.handler import HandlerContext
from worker.core.operations import KINDS_OF_THE_CLOCK
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_operation
from worker.features.operations.service import is_undone, undo_operation
from worker.features.operations.views import undone_lines
from worker.features.planning.service import undo_current_plan
from worker.features.tasks.private_matters import PRIVATE_KIND
from worker.features.tasks.views import card_of

# Operations nobody asked for: undoing one of them would surprise.
_AUTOMATIC_KINDS = ("undo", *KINDS_OF_THE_CLOCK, PRIVATE_KIND)
# "Undo" means something recent.
_UNDO_WITHIN = dt.timedelta(days=1)


async def undo_last(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Reply:
    """Undo the chat's newest operation of the last day that is not undone."""
    newest = (
        select(Operation)
        .where(
            Operation.chat_id == speaker.chat_id,
            Operation.workspace_id == speaker.workspace_id,
            col(Operation.kind).not_in(_AUTOMATIC_KINDS),
            col(Operation.undone_at).is_(None),
            col(Operation.created_at) > context.now - _UNDO_WITHIN,
            # Only operations that changed something (a note or a question did not).
            or_(
                *(
                    exists().where(col(changed.operation_id) == col(Operation.id))
                    for changed in (TaskEvent, AssignmentEvent, DirectoryEvent, Plan, DayOff, Appointment)
                )
            ),
        )
        .order_by(col(Operation.id).desc())
        .limit(1)
    )
    operation = (await session.exec(newest)).first()
    if operation is None or operation.id is None:
        return _nothing_to_undo(speaker)
    plan = await _plan_of(session, operation)
    if plan is not None:
        return await undo_current_plan(session, speaker, plan, context) or _nothing_to_undo(speaker)
    return await undo_with_card(session, speaker, operation.id, operation.id, context) or _nothing_to_undo(
        speaker
    )


async def undo_with_card(
    session: AsyncSession, speaker: Speaker, operation_id: int, card_id: int, context: HandlerContext
) -> Reply | None:
    """Undo an operation; the card shown is that of `card_id`, another operation's when one of its edits is undone.

    None when the speaker may not undo it.
    """
    undone = await undo_operation(session, speaker, operation_id, trace_id=context.trace_id, now=context.now)
    if undone is None and not await is_undone(session, speaker, operation_id):
        return None
    card = await reachable_operation(session, speaker, card_id)
    if card is None:
        return None
    lines = [] if undone is None else undone_lines(speaker.translator, undone)
    if undone is not None and not (undone.reverted or undone.kept) and lines:
        return Reply("\n".join(lines), operation_id=card.id)
    shown = await card_of(session, card, speaker, context.now, note="\n".join(lines) or None)
    return shown if shown.text else None


async def _plan_of(session: AsyncSession, operation: Operation) -> int | None:
    made = select(Plan.id).where(Plan.operation_id == operation.id, Plan.state == "current")
    return (await session.exec(made)).first()


def _nothing_to_undo(speaker: Speaker) -> Reply:
    return Reply(speaker.translator.gettext("Nothing to undo in the last 24 hours."))

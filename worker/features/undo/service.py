"""Undo as the bot offers it: by a card's button, by message or command; the reply says what was kept."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models.tables.appointment import Appointment
from models.tables.assignment import AssignmentEvent
from models.tables.directory_event import DirectoryEvent
from models.tables.group_chat import GroupEvent
from models.tables.operation import Operation, TaskEvent
from models.tables.plan import Plan
from models.tables.working_hours import DayOff
from worker.core.handler import HandlerContext
from worker.core.operations import KINDS_OF_THE_CLOCK, UNDO_KIND, UNDO_KINDS, of_conversation
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_operation
from worker.features.operations.service import is_undone, redo_operation, undo_operation
from worker.features.operations.views import undone_lines
from worker.features.planning.service import undo_current_plan
from worker.features.tasks.private_matters import PRIVATE_KIND
from worker.features.tasks.views import card_of

# Operations nobody asked for: undoing one of them would surprise.
_AUTOMATIC_KINDS = (*UNDO_KINDS, *KINDS_OF_THE_CLOCK, PRIVATE_KIND)
# "Undo" means something recent.
_UNDO_WITHIN = dt.timedelta(days=1)


async def undo_last(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Reply:
    """Undo the chat's newest operation of the last day that is not undone."""
    operation = (await session.exec(_changes(speaker, context).limit(1))).first()
    if operation is None or operation.id is None:
        return _nothing_to_undo(speaker)
    plan = await _plan_of(session, operation)
    if plan is not None:
        return await undo_current_plan(session, speaker, plan, context) or _nothing_to_undo(speaker)
    return await undo_with_card(session, speaker, operation.id, operation.id, context) or _nothing_to_undo(
        speaker
    )


def _changes(speaker: Speaker, context: HandlerContext) -> SelectOfScalar[Operation]:
    """The chat's standing operations of the last day, the newest first: only those that changed something (a note or a
    question did not)."""
    return (
        select(Operation)
        .where(
            of_conversation(speaker),
            Operation.workspace_id == speaker.workspace_id,
            col(Operation.kind).not_in(_AUTOMATIC_KINDS),
            col(Operation.undone_at).is_(None),
            col(Operation.created_at) > context.now - _UNDO_WITHIN,
            or_(
                *(
                    exists().where(col(changed.operation_id) == col(Operation.id))
                    for changed in (
                        TaskEvent,
                        AssignmentEvent,
                        DirectoryEvent,
                        GroupEvent,
                        Plan,
                        DayOff,
                        Appointment,
                    )
                )
            ),
        )
        .order_by(col(Operation.id).desc())
    )


async def redo_last(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Reply:
    """Do again what the chat's newest undo of the last day took back; the one before where that is done again already."""
    gettext = speaker.translator.gettext
    undo = await _last_undo(session, speaker, context)
    now, trace = context.now, context.trace_id
    done = None if undo is None else await redo_operation(session, speaker, undo, trace_id=trace, now=now)
    if done is None:
        return Reply(gettext("There is no undo of the last 24 hours that I could take back."))
    kept = undone_lines(speaker.translator, replace(done, reverted_names=[]))
    again = gettext("Done again: what the last undo had taken back.")
    card = await card_of(session, done.operation, speaker, now, note="\n".join([again, *kept]))
    names = ", ".join(speaker.translator.quote(escape_html(name)) for name in done.reverted_names)
    return replace(card, text="\n\n".join(part for part in (card.text, names) if part))


async def undo_or_redo(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Reply:
    """ "Put it back": right after an undo the opposite of it, otherwise an undo."""
    undo = await _last_undo(session, speaker, context)
    last = (await session.exec(_changes(speaker, context).limit(1))).first()
    newest = undo is not None and (last is None or (undo.id or 0) > (last.id or 0))
    return await (redo_last if newest else undo_last)(session, speaker, context)


async def _last_undo(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Operation | None:
    statement = (
        select(Operation)
        .where(
            of_conversation(speaker),
            Operation.workspace_id == speaker.workspace_id,
            Operation.kind == UNDO_KIND,
            col(Operation.undone_at).is_(None),
            col(Operation.created_at) > context.now - _UNDO_WITHIN,
            or_(
                *(
                    exists().where(col(changed.operation_id) == col(Operation.id))
                    for changed in (TaskEvent, DirectoryEvent)
                )
            ),
        )
        .order_by(col(Operation.id).desc())
    )
    return (await session.exec(statement.limit(1))).first()


async def undo_on_card(
    session: AsyncSession, speaker: Speaker, operation_id: int, context: HandlerContext
) -> Reply | None:
    """The Undo of a card: the last thing that was pressed for its tasks, otherwise what the card is of."""
    pressed = await _last_press(session, speaker, operation_id)
    return await undo_with_card(session, speaker, pressed or operation_id, operation_id, context)


async def _last_press(session: AsyncSession, speaker: Speaker, operation_id: int) -> int | None:
    """The newest standing operation that a button of this chat made since with tasks of this one, and with no others."""
    of_card = select(TaskEvent.task_id).where(
        TaskEvent.operation_id == operation_id, TaskEvent.workspace_id == speaker.workspace_id
    )
    touched = exists().where(col(TaskEvent.operation_id) == col(Operation.id))
    statement = (
        select(Operation.id)
        .where(
            of_conversation(speaker),
            Operation.workspace_id == speaker.workspace_id,
            col(Operation.id) > operation_id,
            col(Operation.kind).not_in(_AUTOMATIC_KINDS),
            col(Operation.undone_at).is_(None),
            # Words have a card of their own, with its own Undo.
            col(Operation.source_message_id).is_(None),
            touched.where(col(TaskEvent.task_id).in_(of_card)),
            ~touched.where(col(TaskEvent.task_id).not_in(of_card)),
        )
        .order_by(col(Operation.id).desc())
    )
    return (await session.exec(statement.limit(1))).first()


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

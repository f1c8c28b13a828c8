"""Undoes what the earlier wording of an edited message did before the new wording takes effect."""

from dataclasses import replace

from sqlmodel import col, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.directory_event import DirectoryEvent
from models.tables.operation import Operation, TaskEvent
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.operations import UNDO_KINDS, of_conversation
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.capture.edited_message import LATE_AFTER, card_message_id
from worker.features.notes.service import settle_notes
from worker.features.operations.service import undo_operation
from worker.features.operations.views import undone_lines
from worker.features.tasks.private_matters import PRIVATE_KIND
from worker.features.tasks.views import card_of


async def operations_of_message(
    session: AsyncSession, speaker: Speaker, message_id: int | None
) -> list[Operation]:
    """The operations that a message of this chat led to and that changed tasks or the directory, the newest first; undone
    ones as well."""
    if message_id is None:
        return []
    statement = select(Operation).where(
        of_conversation(speaker),
        Operation.workspace_id == speaker.workspace_id,
        Operation.source_message_id == message_id,
        col(Operation.kind).not_in((*UNDO_KINDS, "recurrence", "plan", PRIVATE_KIND)),
        or_(
            *(
                exists().where(col(changed.operation_id) == col(Operation.id))
                for changed in (TaskEvent, DirectoryEvent)
            )
        ),
    )
    return list((await session.exec(statement.order_by(col(Operation.id).desc()))).all())


async def has_made_tasks(session: AsyncSession, operation: Operation) -> bool:
    """Whether an operation made tasks."""
    made = select(TaskEvent.id).where(TaskEvent.operation_id == operation.id, col(TaskEvent.before).is_(None))
    return (await session.exec(made.limit(1))).first() is not None


async def undo_message(
    session: AsyncSession, speaker: Speaker, message_id: int | None, context: HandlerContext
) -> list[Reply]:
    """Undo what a message did and has not been undone; its cards show it in place, and the reply says what stayed as it was."""
    await settle_notes(session, speaker, message_id, context.now)
    replies: list[Reply] = []
    for operation in await operations_of_message(session, speaker, message_id):
        operation.said_hash = context.said_hash
        if operation.id is None or operation.undone_at is not None:
            continue
        undone = await undo_operation(
            session, speaker, operation.id, trace_id=context.trace_id, now=context.now
        )
        if undone is None:
            continue
        text = "\n".join(undone_lines(speaker.translator, undone))
        card = await card_of(session, operation, speaker, context.now, note=text or None)
        place = await card_message_id(session, speaker, operation)
        if place is not None:
            replies.append(replace(card, edits=place))
        if undone.kept or undone.beyond or place is None:
            replies.append(Reply(text or card.text))
    return replies


def handler_after_undo(handler: Handler, speaker: Speaker, message_id: int | None) -> Handler:
    """The handler of an edited message's new wording; what the earlier wording did is undone in the same transaction."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        before = await undo_message(session, speaker, message_id, context)
        done = await handler.apply(session, context)
        return replace(done, replies=[*before, *done.replies])

    return replace(handler, apply=apply)


def handler_without_effect(handler: Handler, speaker: Speaker, message_id: int | None) -> Handler:
    """The handler of a new wording of which nothing was made: what came of the earlier one stays, and the answer says so."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        await settle_notes(session, speaker, message_id, context.now)
        done = await handler.apply(session, context)
        stays = Reply(speaker.translator.gettext("What came of your message before the edit stays as it is."))
        return replace(done, replies=[*done.replies, stays])

    return replace(handler, apply=apply)


def withdrawal_handler(speaker: Speaker, message_id: int | None) -> Handler:
    """The handler of an edit that withdraws its message."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        gettext = speaker.translator.gettext
        operations = await operations_of_message(session, speaker, message_id)
        standing = [operation for operation in operations if operation.undone_at is None]
        replies = await undo_message(session, speaker, message_id, context)
        if operations and not standing:
            replies.append(Reply(gettext("This has already been undone.")))
        elif not operations:
            replies.append(Reply(gettext("This message changed nothing, so there is nothing to undo.")))
        elif all(reply.edits is not None for reply in replies):
            late = any(context.now - operation.created_at > LATE_AFTER for operation in standing)
            replies += [Reply(gettext("Undone."))] if late else []
        return HandlerResult(replies, workspace_id=speaker.workspace_id)

    return Handler(apply)

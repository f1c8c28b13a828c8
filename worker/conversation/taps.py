"""Taps: what our buttons do. Their data is checked against the speaker's own rows like any other input."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.operation import Operation
from models.task import Task
from worker.actions.recorder import Recorder
from worker.actions.undo import Undone, undo
from worker.conversation.cards import card_of
from worker.conversation.commands import timezone
from worker.conversation.effect import Done, Effect, Moment
from worker.conversation.incoming import Tap
from worker.conversation.reply import Reply, safe
from worker.conversation.speaker import Speaker


def tapped(speaker: Speaker, tap: Tap) -> Effect:
    """The effect of a press. Old, foreign or made-up data changes nothing and says so."""

    async def effect(session: AsyncSession, moment: Moment) -> Done:
        match tap.data.split(":"):
            case ["done", task_id, operation_id] if task_id.isdigit() and operation_id.isdigit():
                replies = await _done(session, speaker, tap, int(task_id), int(operation_id), moment)
            case ["undo", operation_id] if operation_id.isdigit():
                replies = await _undo(session, speaker, tap, int(operation_id), moment)
            case ["zone", zone]:
                replies = [await timezone.choose(session, speaker, zone, edits=tap.message_id)]
            case _:
                replies = [_stale(speaker)]
        return Done(replies, workspace_id=speaker.workspace_id)

    return effect


async def _done(
    session: AsyncSession, speaker: Speaker, tap: Tap, task_id: int, operation_id: int, moment: Moment
) -> list[Reply]:
    task = (
        await session.exec(
            select(Task)
            .where(Task.id == task_id, Task.workspace_id == speaker.workspace_id)
            .with_for_update()
        )
    ).first()
    card = await _operation(session, speaker, operation_id)
    if task is None or card is None:
        return [_stale(speaker)]
    if task.status == "open":
        by_hand = await new_operation(session, speaker, "tap", moment)
        await Recorder(session, by_hand, moment.now).change(task, status="done", done_at=moment.now)
    return [await _refreshed(session, speaker, tap, card, moment)]


async def _undo(
    session: AsyncSession, speaker: Speaker, tap: Tap, operation_id: int, moment: Moment
) -> list[Reply]:
    undone = await undo(
        session,
        workspace_id=speaker.workspace_id,
        operation_id=operation_id,
        chat_id=speaker.chat_id,
        trace_id=moment.trace_id,
        now=moment.now,
    )
    card = await _operation(session, speaker, operation_id)
    if card is None:
        return [_stale(speaker)]
    note = None if undone is None else _kept_note(speaker, undone)
    return [await _refreshed(session, speaker, tap, card, moment, note)]


async def new_operation(session: AsyncSession, speaker: Speaker, kind: str, moment: Moment) -> Operation:
    """An operation by a person's own hand."""
    operation = Operation(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        kind=kind,
        reader="person",
        trace_id=moment.trace_id,
        created_at=moment.now,
    )
    session.add(operation)
    await session.flush()
    return operation


async def _refreshed(
    session: AsyncSession,
    speaker: Speaker,
    tap: Tap,
    operation: Operation,
    moment: Moment,
    note: str | None = None,
) -> Reply:
    card = await card_of(session, operation, speaker, moment.now, note=note)
    return Reply(card.text, card.buttons, edits=tap.message_id, operation_id=operation.id)


async def _operation(session: AsyncSession, speaker: Speaker, operation_id: int) -> Operation | None:
    statement = select(Operation).where(
        Operation.id == operation_id, Operation.workspace_id == speaker.workspace_id
    )
    return (await session.exec(statement)).first()


def _kept_note(speaker: Speaker, undone: Undone) -> str | None:
    if not undone.kept:
        return None
    titles = ", ".join(f"«{safe(task.title)}»" for task in undone.kept)
    return speaker.words.say("Kept, because it was changed since: {titles}", titles=titles)


def _stale(speaker: Speaker) -> Reply:
    return Reply(speaker.words.say("This button is no longer of use. /today shows what is open."))

"""Taps: what our buttons do. Their data is checked against the speaker's own rows like any other input."""

from dataclasses import replace

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.task import Task
from worker.actions.rights import within_reach
from worker.conversation.cards import card_of
from worker.conversation.commands import timezone
from worker.conversation.commands.language import choose_language
from worker.conversation.editing.taps import open_menu, set_value
from worker.conversation.effect import Done, Effect, Moment
from worker.conversation.hand import find_operation, new_operation
from worker.conversation.incoming import Tap
from worker.conversation.planning.finishing import after_done, finish_task
from worker.conversation.planning.taps import PLANNING_VERBS, planning_tap
from worker.conversation.reply import Reply
from worker.conversation.schedules.taps import VERBS, schedule_tap
from worker.conversation.speaker import Speaker
from worker.conversation.taking_back import take_back
from worker.conversation.world.invitation_callbacks import invitation_tapped
from worker.conversation.world.notes import note_tapped
from worker.conversation.world.tapping import world_tapped
from worker.outages import is_outage

log = structlog.get_logger()


def tapped(speaker: Speaker, tap: Tap) -> Effect:
    """The effect of a press. Old, foreign or made-up data changes nothing and says so."""

    async def effect(session: AsyncSession, moment: Moment) -> Done:
        reply = await _safely(session, speaker, tap, moment)
        after = [] if reply is None else await _asked_after(session, speaker, tap, moment)
        return Done([_placed(speaker, tap, reply), *after], workspace_id=speaker.workspace_id)

    return effect


async def _safely(session: AsyncSession, speaker: Speaker, tap: Tap, moment: Moment) -> Reply | None:
    """What a tap leads to; data that no button of ours carries leads nowhere, and leaves nothing behind."""
    try:
        async with session.begin_nested():
            return await _answer(session, speaker, tap, moment)
    except (ValueError, LookupError, TypeError, DBAPIError) as error:
        if is_outage(error):
            raise
        log.warning("tap_refused", error=type(error).__name__)
        return None


async def _asked_after(session: AsyncSession, speaker: Speaker, tap: Tap, moment: Moment) -> list[Reply]:
    """After Done on a card: how long did it take? Only the tap that completed the task is asked."""
    verb, *path = tap.data.split(":")
    if verb != "done":
        return []
    statement = select(Task).where(
        Task.id == int(path[0]), Task.workspace_id == speaker.workspace_id, Task.done_at == moment.now
    )
    _, questions = await after_done(session, speaker, (await session.exec(statement)).all(), moment)
    return questions


def _placed(speaker: Speaker, tap: Tap, reply: Reply | None) -> Reply:
    """In the tapped message's place; only a question is a new one, since an edit cannot ask for an answer."""
    if reply is None:
        return _stale(speaker)
    return reply if "reply_markup" in reply.extra else replace(reply, edits=tap.message_id)


async def _answer(session: AsyncSession, speaker: Speaker, tap: Tap, moment: Moment) -> Reply | None:
    """The tapped message's new face; None when the data leads nowhere."""
    verb, *path = tap.data.split(":")
    if verb in PLANNING_VERBS:
        return await planning_tap(session, speaker, verb, path, moment)
    if verb in VERBS:
        return await schedule_tap(session, speaker, verb, path, moment)
    match verb:
        case "w" | "note" | "invite":
            turned = {"w": world_tapped, "note": note_tapped, "invite": invitation_tapped}[verb]
            return await turned(session, speaker, path, moment)
        case "lang":
            return await choose_language(session, speaker, "".join(path))
        case "zone":
            return await timezone.choose(session, speaker, ":".join(path))
        case _:
            return await _of_task(session, speaker, verb, path, moment)


async def _of_task(
    session: AsyncSession, speaker: Speaker, verb: str, path: list[str], moment: Moment
) -> Reply | None:
    numbers = [int(part) for part in path[:2] if part.isdigit() and len(part) <= 18]
    if verb == "set" and len(numbers) == 2 and len(path) == 4:
        return await set_value(session, speaker, numbers[0], numbers[1], path[2], path[3], moment)
    if verb == "edit" and numbers:
        return await open_menu(session, speaker, numbers[0], path[1:], moment)
    return await _of_card(session, speaker, verb, numbers, moment)


async def _of_card(
    session: AsyncSession, speaker: Speaker, verb: str, numbers: list[int], moment: Moment
) -> Reply | None:
    match verb, len(numbers):
        case "done", 2:
            return await _done(session, speaker, numbers[0], numbers[1], moment)
        case "undo", 1 | 2:
            return await take_back(session, speaker, numbers[0], numbers[-1], moment)
        case "card", 1:
            return await _card(session, speaker, numbers[0], moment)
        case _:
            return None


async def _card(
    session: AsyncSession, speaker: Speaker, operation_id: int, moment: Moment, note: str | None = None
) -> Reply | None:
    operation = await find_operation(session, speaker, operation_id)
    return None if operation is None else await card_of(session, operation, speaker, moment.now, note=note)


async def _done(
    session: AsyncSession, speaker: Speaker, task_id: int, operation_id: int, moment: Moment
) -> Reply | None:
    statement = select(Task).where(Task.id == task_id, within_reach(speaker))
    task = (await session.exec(statement.with_for_update())).first()
    if task is None:
        return None
    if task.status == "open":
        by_hand = await new_operation(session, speaker, "done", moment)
        await finish_task(session, task, by_hand, moment)
    return await _card(session, speaker, operation_id, moment)


def _stale(speaker: Speaker) -> Reply:
    return Reply(speaker.words.say("This button is no longer of use. /today shows what is open."))

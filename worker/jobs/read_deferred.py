"""Lets the model read a message that it could not read on arrival; a difference is shown, never forced."""

import datetime as dt
from dataclasses import dataclass, field

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import ReadDeferred
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.deferred_read import DeferredRead
from models.tables.group_chat import GroupChat
from models.tables.member import Member
from worker.core.group_places import speaker_in_group
from worker.core.handler import Handler, HandlerContext, prepare_and_compute
from worker.core.job_result import JobResult
from worker.core.reply_place import ReplyPlace
from worker.core.speaker import Speaker, find_speaker, speaker_of
from worker.features.capture import deferred_read
from worker.features.capture.apply_reading import ReceivedText
from worker.features.capture.deferred_read_queue import IN_GROUP, original_update
from worker.features.capture.voice_message import handle_heard, handle_unheard, transcribe_voice
from worker.features.notes.service import give_up_reading
from worker.jobs.commit_handler_result import CommittedResult, commit_handler_result
from worker.services import Services
from worker.understanding.llm.llm_reader import ModelUnavailableError
from worker.understanding.voice.transcriber import PASSING, CannotHear

log = structlog.get_logger()

# Waits between tries, in seconds; the last one repeats until the day is over.
LADDER = (30, 60, 120, 300, 900)
GIVE_UP_AFTER = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DeferredReadDone(JobResult):
    """What became of the message: settled, given up, postponed (why, and for how long), or over before.

    With what it led to: rows by table, the operation and who read it, the answers' outbox ids.
    """

    state: str
    reason: str | None = None
    wait_seconds: int | None = None
    operation: int | None = None
    reader: str = ""
    made: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)


_OVER = DeferredReadDone("over before")
# Its author is no longer on the team: no words of theirs have any effect, and nobody is told anything.
_REMOVED = DeferredReadDone("given_up", "removed")


async def read_deferred(services: Services, job: ReadDeferred) -> JobResult:
    """One more try for one message; settled, postponed, or given up after a day and said so."""
    async with services.database.transaction() as session:
        row = await session.get(DeferredRead, job.late_id)
        if row is None or row.state != "waiting":
            return _OVER
        speaker = await _speaker(session, row)
    if speaker is None:
        return await _drop(services, row)
    try:
        handler = await _effect(services, speaker, row)
    except ModelUnavailableError as error:
        if error.final:
            return await _give_up(services, speaker, row)
        return await _postpone(services, speaker, row, error.reason)
    except CannotHear as reason:
        if reason.code in PASSING:
            return await _postpone(services, speaker, row, reason.code)
        handler = await handle_unheard(
            services, speaker, original_update(row, speaker), reason, row.received_at, row.trace_id
        )
    return await _commit(services, speaker, row, handler, "settled")


async def _effect(services: Services, speaker: Speaker, row: DeferredRead) -> Handler:
    came = original_update(row, speaker)
    if came.audio is not None:
        said = await transcribe_voice(services, speaker, came.audio, row.trace_id)
        return await handle_heard(services, speaker, came, said, row.received_at, row.trace_id)
    assert row.operation_id is not None
    heard = ReceivedText(came.text, row.received_at, row.source_message_id)
    return await deferred_read.handle_second_reading(
        services, speaker, came, heard, row.operation_id, row.trace_id
    )


async def _postpone(services: Services, speaker: Speaker, row: DeferredRead, reason: str) -> JobResult:
    now = clock.now()
    if now - row.received_at >= GIVE_UP_AFTER:
        return await _give_up(services, speaker, row)
    wait = LADDER[min(row.tries, len(LADDER) - 1)]
    log.info("late_reading_postponed", late_id=row.id, reason=reason, wait_seconds=wait)
    async with services.database.transaction() as session:
        kept = await session.get_one(DeferredRead, row.id)
        kept.tries, kept.next_try_at = row.tries + 1, now + dt.timedelta(seconds=wait)
    return DeferredReadDone("postponed", reason, wait)


async def _give_up(services: Services, speaker: Speaker, row: DeferredRead) -> JobResult:
    """The end of the tries: a text has its rules' reading, or becomes a note; of a recording the caption is left."""
    if row.text is not None:
        handler = give_up_reading(speaker, row.text, row.source_message_id, row.operation_id)
    else:
        handler = await handle_unheard(
            services,
            speaker,
            original_update(row, speaker),
            CannotHear("unreachable"),
            row.received_at,
            row.trace_id,
        )
    return await _commit(services, speaker, row, handler, "given_up")


async def _commit(
    services: Services, speaker: Speaker, row: DeferredRead, handler: Handler, state: str
) -> JobResult:
    """The handler's changes, its answers and the end of the waiting in one transaction."""
    computed, now = await prepare_and_compute(services.database, handler), clock.now()

    async def begin(session: AsyncSession) -> JobResult | None:
        kept = await session.get_one(DeferredRead, row.id, with_for_update=True, populate_existing=True)
        if kept.state != "waiting":
            return _OVER
        if await _speaker(session, row) is None:
            _close(kept, "given_up", now)
            return _REMOVED
        _close(kept, state, now)
        return None

    committed = await commit_handler_result(
        services,
        handler,
        HandlerContext(now, row.trace_id, 0, computed),
        chat_telegram_id=speaker.chat_telegram_id,
        dedupe_key=f"late:{row.id}",
        begin=begin,
        place=None if speaker.group is None else ReplyPlace((row.sound or {}).get("thread")),
    )
    return (
        DeferredReadDone(state, **committed.facts()) if isinstance(committed, CommittedResult) else committed
    )


async def _drop(services: Services, row: DeferredRead) -> JobResult:
    async with services.database.transaction() as session:
        kept = await session.get_one(DeferredRead, row.id, with_for_update=True)
        if kept.state != "waiting":
            return _OVER
        _close(kept, "given_up", clock.now())
    return _REMOVED


def _close(row: DeferredRead, state: str, now: dt.datetime) -> None:
    """The end of the waiting: the words and the recording go with it."""
    row.state, row.settled_at, row.text, row.sound = state, now, None, None


async def _speaker(session: AsyncSession, row: DeferredRead) -> Speaker | None:
    """Who wrote the message, and where; None when they were removed since, or the group is bound otherwise."""
    statement = select(Chat, Member).where(
        Chat.id == row.chat_id, Member.id == Chat.member_id, col(Member.archived_at).is_(None)
    )
    found = (await session.exec(statement)).first()
    if found is None:
        return None
    chat, member = found
    known = await find_speaker(session, chat.telegram_id)
    speaker, group_id = known or speaker_of(chat, member), (row.sound or {}).get(IN_GROUP)
    if group_id is None:
        return speaker
    group = await session.get(GroupChat, group_id)
    return None if group is None else await speaker_in_group(session, speaker, group)

"""Gives one update, of Telegram or of a program, its one effect and enqueues the next of its chat's lane (invariants I2 and I3)."""

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import HandleUpdate
from models.queue.keys import is_lane_of_program
from models.queue.update_payload import UnreadableError, read_payload
from models.queue.worker_counts import ANSWER_SECONDS, UPDATES_HANDLED
from models.runtime import clock
from models.tables.inbound_update import InboundUpdate
from models.tables.job_run import JobRun
from worker.core.handler import Handler, HandlerContext, HandlerResult, prepare_and_compute
from worker.core.job_result import JobResult
from worker.core.operations import hash_of_words
from worker.core.reply_place import ReplyPlace
from worker.jobs.commit_handler_result import CommittedResult, commit_handler_result
from worker.router.command_menu import publish_menu_of, publish_menus_after
from worker.router.program_router import route_program_request
from worker.router.update_router import known_command, route_update
from worker.services import Services
from worker.telegram.chat_actions import answer_callback_query
from worker.telegram.update import IncomingUpdate, parse_update

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Claimed:
    payload: dict[str, Any]
    received_at: dt.datetime


@dataclass(frozen=True, slots=True)
class UpdateHandled(JobResult):
    """What an update led to: rows by table, the operation and who read it, the answers' outbox ids.

    Of a stranger's update only the outcome is told.
    """

    outcome: str
    kind: str = ""
    command: str = ""
    operation: int | None = None
    reader: str = ""
    degraded: str | None = None
    made: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)


_HANDLED_BEFORE = UpdateHandled("handled before")


async def handle_update(services: Services, job: HandleUpdate) -> JobResult:
    """Give the update its effect unless it has had it, then queue the next of its lane."""
    claimed = await _claim(services, job)
    result: JobResult = _HANDLED_BEFORE
    if claimed is not None:
        incoming, handler = await _routed(services, job, claimed)
        result = await _commit(services, job, claimed, incoming, handler)
        _count(services, claimed, result)
    await services.lanes.advance(job.update_id, job.lane)
    return result


def _count(services: Services, claimed: _Claimed, result: JobResult) -> None:
    outcome = result.outcome if isinstance(result, UpdateHandled) else "done"
    services.counts.count(UPDATES_HANDLED, outcome)
    seconds = (clock.now() - claimed.received_at).total_seconds()
    services.counts.observe(ANSWER_SECONDS, seconds)
    log.info("message_handled", outcome=outcome, ms=max(0, round(seconds * 1000)))


async def _routed(services: Services, job: HandleUpdate, claimed: _Claimed) -> tuple[IncomingUpdate, Handler]:
    if is_lane_of_program(job.lane):
        return await route_program_request(services, claimed.payload, claimed.received_at, job.trace_id)
    incoming = _typed(claimed.payload)
    said_at = _said_at(incoming, claimed.received_at)
    return incoming, await route_update(services, incoming, said_at, job.trace_id)


def _said_at(incoming: IncomingUpdate, received_at: dt.datetime) -> dt.datetime:
    """When the words were said. Telegram keeps updates for a day while we are away: "tomorrow" counts from the message's
    own date, not from when it arrived. A date ahead of our clock is not believed."""
    sent_at = incoming.sent_at
    return received_at if sent_at is None or sent_at > received_at else sent_at


def _typed(payload: dict[str, Any]) -> IncomingUpdate:
    """The update, typed. What cannot be read today cannot be read at any later try."""
    try:
        return parse_update(payload)
    except Exception as error:
        raise UnreadableError(f"no update of a known shape ({type(error).__name__})") from error


async def _claim(services: Services, job: HandleUpdate) -> _Claimed | None:
    """The update's row, made on the first attempt; None when it is handled already."""
    found = await services.lanes.payload(job.update_id)
    now = clock.now()
    if found is None:
        return await _kept(services, job)
    payload = read_payload(found[0])
    received_at = dt.datetime.fromtimestamp(found[1] / 1000, dt.UTC) + (now - _unshifted_now())
    statement = (
        insert(InboundUpdate)
        .values(
            update_id=job.update_id,
            lane=job.lane,
            kind=_kind(payload),
            payload=payload,
            trace_id=job.trace_id,
            attempts=1,
            received_at=received_at,
            started_at=now,
        )
        .on_conflict_do_update(
            index_elements=["update_id"],
            set_={"attempts": InboundUpdate.attempts + 1, "payload": payload},
            # Not for a dead letter either: only an operator sends one again (models/console/dead_letter_commands.py).
            where=col(InboundUpdate.handled_at).is_(None),
        )
        .returning(col(InboundUpdate.received_at))
    )
    async with services.database.statement() as session:
        received = (await session.execute(statement)).scalar()
    return None if received is None else _Claimed(payload, received)


async def _kept(services: Services, job: HandleUpdate) -> _Claimed | None:
    """Redis no longer has the payload: an earlier attempt's row does, or the update was handled."""
    async with services.database.transaction() as session:
        row = await session.get(InboundUpdate, job.update_id)
    if row is None:
        log.error("update_lost", update_id=job.update_id)
        return None
    return (
        None if row.handled_at is not None or row.payload is None else _Claimed(row.payload, row.received_at)
    )


async def _commit(
    services: Services, job: HandleUpdate, claimed: _Claimed, incoming: IncomingUpdate, handler: Handler
) -> JobResult:
    """The handler's changes, its answers and the stamp in one transaction."""
    computed, now = await prepare_and_compute(services.database, handler), clock.now()

    async def begin(session: AsyncSession) -> JobResult | None:
        return None if await _stamp(session, job, now) else _HANDLED_BEFORE

    committed = await commit_handler_result(
        services,
        handler,
        HandlerContext(
            now,
            job.trace_id,
            job.update_id,
            computed,
            source_message_id=incoming.message_id if incoming.callback is None else None,
            said_hash=hash_of_words(incoming.text),
        ),
        chat_telegram_id=incoming.chat_telegram_id,
        dedupe_key=job.trace_id,
        begin=begin,
        finish=partial(_name_outcome, job),
        waited_seconds=max(0.0, (now - claimed.received_at).total_seconds()),
        place=_place(incoming),
    )
    await _answer_button(services, incoming, committed)
    if not isinstance(committed, CommittedResult):
        return committed
    await _renew_menus(services, job, incoming, committed)
    return _result(incoming, committed)


async def _renew_menus(
    services: Services, job: HandleUpdate, incoming: IncomingUpdate, committed: CommittedResult
) -> None:
    """The menus that the update may have changed: beside the answer, and best effort like it."""
    if committed.touches("chat") and _has_menu(incoming):
        # A new chat, or another language.
        await publish_menu_of(services.telegram, services.database, incoming.chat_telegram_id)
    if committed.touches("directory_event"):
        # Perhaps somebody's role.
        await publish_menus_after(services.telegram, services.database, job.trace_id)


def _has_menu(incoming: IncomingUpdate) -> bool:
    """Whether a menu can be shown where the update came from: to somebody who has not blocked the bot, in private."""
    return incoming.kind != "blocked" and incoming.private


def _place(incoming: IncomingUpdate) -> ReplyPlace | None:
    """Where answers in a group go; an added bot has nothing to answer."""
    if incoming.private:
        return None
    answered = incoming.message_id if incoming.callback is None and not incoming.edited else None
    return ReplyPlace(incoming.group.thread_id, answered)


async def _answer_button(
    services: Services, incoming: IncomingUpdate, committed: CommittedResult | JobResult
) -> None:
    """In a group a button is answered when it is known whether whoever pressed it may do so; others see no change."""
    if incoming.callback is not None and not incoming.private:
        alert = committed.done.alert if isinstance(committed, CommittedResult) else ""
        await answer_callback_query(services.telegram, incoming.callback, alert)


def _result(incoming: IncomingUpdate, committed: CommittedResult) -> UpdateHandled:
    outcome, operation = committed.done.outcome, committed.changes.operation
    if outcome == "stranger":
        return UpdateHandled(outcome)
    degraded = operation.degraded if operation else None
    return UpdateHandled(
        outcome, incoming.kind, known_command(incoming), degraded=degraded, **committed.facts()
    )


async def _stamp(session: AsyncSession, job: HandleUpdate, now: dt.datetime) -> bool:
    """Take the row's lock and stamp it; False when another run was first."""
    stamped = await session.execute(
        update(InboundUpdate)
        .where(col(InboundUpdate.update_id) == job.update_id, col(InboundUpdate.handled_at).is_(None))
        .values(handled_at=now, outcome="done", payload=None)
        .returning(col(InboundUpdate.update_id))
    )
    return stamped.scalar() is not None


async def _name_outcome(job: HandleUpdate, session: AsyncSession, done: HandlerResult) -> None:
    if done.outcome != "done":
        values: dict[str, Any] = {"outcome": done.outcome}
        if done.outcome == "stranger":
            values["lane"] = None  # it names the stranger's chat, and so do the job's arguments
            await session.execute(update(JobRun).where(col(JobRun.job_id) == job.job_id).values(arguments={}))
        await session.execute(
            update(InboundUpdate).where(col(InboundUpdate.update_id) == job.update_id).values(**values)
        )


def _kind(payload: dict[str, Any]) -> str:
    return next((key for key in payload if key != "update_id"), "other")[:40]


def _unshifted_now() -> dt.datetime:
    return dt.datetime.fromtimestamp(clock.wall_ms() / 1000, dt.UTC)

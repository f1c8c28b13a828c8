"""Bury update: the last words over an update that is given up: kept whole, the user told, the chat goes on (I4)."""

import datetime as dt

import structlog
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import HandleUpdate
from models.queue.update_payload import kept_payload, raw_payload
from models.runtime import clock
from models.tables.dead_letter import DeadLetter
from models.tables.inbound_update import InboundUpdate
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import find_speaker
from worker.services import Services

log = structlog.get_logger()


async def dead_letter_update(
    services: Services, session: AsyncSession, job: HandleUpdate, letter: DeadLetter
) -> bool:
    """Given up: the letter keeps the update whole, and the user is told that it is kept.

    False when another run has handled it meanwhile.
    """
    row = (
        await session.exec(
            select(InboundUpdate).where(InboundUpdate.update_id == job.update_id).with_for_update()
        )
    ).first() or _unwritten_row(job, clock.now())
    if row.handled_at is not None:
        return row.outcome == "dead"
    # No attempt managed to write the row's payload: then it is in Redis still.
    letter.payload = row.payload or await _waiting(services, job)
    now = clock.now()
    row.handled_at, row.outcome, row.payload = now, "dead", None
    session.add_all([letter, row])
    await _tell_of_burial(session, job, letter, now)
    return True


async def dead_letter_raw_update(
    services: Services, session: AsyncSession, job: HandleUpdate, letter: DeadLetter
) -> bool:
    """As `bury_update`, when that failed: the letter keeps the body as text, and nothing of it is read.

    Where even the user cannot be told, the letter is written all the same.
    """
    letter.payload = await _raw(services, session, job)
    outcome, now = await _stamped(session, job), clock.now()
    session.add(letter)
    await session.flush()
    try:
        async with session.begin_nested():
            await _tell_of_burial(session, job, letter, now)
    except Exception as error:  # noqa: BLE001 - whatever it is, the chat must go on
        # The letter says why it came to this.
        log.error("burial_untold", update_id=job.update_id, error=type(error).__name__)  # noqa: TRY400
    return outcome == "dead"


async def advance_lane(services: Services, job: HandleUpdate) -> None:
    """After the job is a dead letter: the next update of the chat is enqueued. The reconciler sends the notice to the user."""
    await services.lanes.advance(job.update_id, job.lane)


def _unwritten_row(job: HandleUpdate, now: dt.datetime) -> InboundUpdate:
    """The row that no attempt managed to write."""
    return InboundUpdate(
        update_id=job.update_id,
        lane=job.lane,
        kind="unreadable",
        trace_id=job.trace_id,
        received_at=now,
        started_at=now,
    )


async def _waiting(services: Services, job: HandleUpdate) -> dict[str, object] | str | None:
    found = await services.lanes.payload(job.update_id)
    return None if found is None else kept_payload(found[0])


async def _raw(services: Services, session: AsyncSession, job: HandleUpdate) -> str | None:
    """The body as text: from Redis, or as the row has it."""
    found = await services.lanes.payload(job.update_id)
    if found is not None:
        return raw_payload(found[0])
    row = text("SELECT payload::text FROM inbound_update WHERE update_id = :id")
    kept: str | None = (await session.execute(row, {"id": job.update_id})).scalar()
    return kept


async def _stamped(session: AsyncSession, job: HandleUpdate) -> str | None:
    """The update's outcome: "dead" from now on unless another run was first."""
    now = clock.now()
    row = _unwritten_row(job, now)
    values = {name: getattr(row, name) for name in ("update_id", "lane", "kind", "trace_id")}
    times = {"received_at": now, "started_at": now, "handled_at": now}
    await session.execute(
        insert(InboundUpdate)
        .values(**values, **times, payload=None, attempts=0, outcome="dead")
        .on_conflict_do_update(
            index_elements=["update_id"],
            set_={"handled_at": now, "outcome": "dead", "payload": None},
            where=col(InboundUpdate.handled_at).is_(None),
        )
    )
    outcome = select(InboundUpdate.outcome).where(InboundUpdate.update_id == job.update_id)
    return (await session.exec(outcome)).one()


async def _tell_of_burial(
    session: AsyncSession, job: HandleUpdate, letter: DeadLetter, now: dt.datetime
) -> None:
    kind, _, number = job.lane.partition(":")
    speaker = await find_speaker(session, int(number)) if kind in ("chat", "tap") else None
    if speaker is None:
        return
    sentence = speaker.translator.gettext(
        "I could not process your message. It is saved and will be looked at. Carry on as usual."
    )
    session.add(
        outbox_row(
            Reply(sentence, purpose="trouble"),
            workspace_id=speaker.workspace_id,
            chat_telegram_id=speaker.chat_telegram_id,
            dedupe_key=f"{job.trace_id}:dead:{letter.id}",
            trace_id=job.trace_id,
            now=now,
        )
    )
    await session.flush()

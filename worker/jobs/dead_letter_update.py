"""What happens when an update becomes a dead letter: its body is kept and the user is informed (invariant I4)."""

import datetime as dt
from typing import Any

import structlog
from sqlalchemy import text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import HandleUpdate
from models.queue.keys import token_of_lane
from models.queue.update_payload import kept_payload, raw_payload
from models.runtime import clock
from models.tables.dead_letter import DeadLetter
from models.tables.inbound_update import InboundUpdate
from models.tables.shared_statements import MARK_UPDATE_DEAD
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import find_speaker
from worker.features.programs.queries import maker_of_token
from worker.services import Services

log = structlog.get_logger()


async def dead_letter_update(
    services: Services, session: AsyncSession, job: HandleUpdate, dead_letter: DeadLetter
) -> bool:
    """Keep the update's body in the dead letter, mark the update as dead and inform the user.

    False when another run has handled the update meanwhile.
    """
    statement = select(InboundUpdate).where(InboundUpdate.update_id == job.update_id).with_for_update()
    row = (await session.exec(statement)).first()
    if row is not None and row.handled_at is not None:
        return row.outcome == "dead"
    # When no attempt managed to write the row's payload, it is still in Redis.
    payload = row.payload if row is not None else None
    dead_letter.payload = payload or await _queued_payload(services, job)
    session.add(dead_letter)
    now = clock.now()
    await _mark_dead(session, job, now)
    await _inform_user(session, job, dead_letter, now)
    return True


async def dead_letter_raw_update(
    services: Services, session: AsyncSession, job: HandleUpdate, dead_letter: DeadLetter
) -> bool:
    """Used when `dead_letter_update` failed: the body is kept as text, and nothing of it is read.

    The dead letter is written even when the user cannot be informed.
    """
    dead_letter.payload = await _raw_payload(services, session, job)
    session.add(dead_letter)
    now = clock.now()
    await _mark_dead(session, job, now)
    statement = select(InboundUpdate.outcome).where(InboundUpdate.update_id == job.update_id)
    outcome = (await session.exec(statement)).one()
    await session.flush()
    try:
        async with session.begin_nested():
            await _inform_user(session, job, dead_letter, now)
    except Exception as error:  # noqa: BLE001 - whatever it is, the chat must continue
        # The dead letter holds the error that led here.
        log.error("dead_letter_notice_failed", update_id=job.update_id, error=type(error).__name__)  # noqa: TRY400
    return outcome == "dead"


async def advance_lane(services: Services, job: HandleUpdate) -> None:
    """After the job is a dead letter: enqueue the chat's next update. The reconciler sends the notice to the user."""
    await services.lanes.advance(job.update_id, job.lane)


async def _queued_payload(services: Services, job: HandleUpdate) -> dict[str, Any] | str | None:
    found = await services.lanes.payload(job.update_id)
    return None if found is None else kept_payload(found[0])


async def _raw_payload(services: Services, session: AsyncSession, job: HandleUpdate) -> str | None:
    """The body as text: from Redis, else from the row."""
    found = await services.lanes.payload(job.update_id)
    if found is not None:
        return raw_payload(found[0])
    row = text("SELECT payload::text FROM inbound_update WHERE update_id = :id")
    stored: str | None = (await session.execute(row, {"id": job.update_id})).scalar()
    return stored


async def _mark_dead(session: AsyncSession, job: HandleUpdate, now: dt.datetime) -> None:
    """Does nothing to an update that another run has handled."""
    values = {"update_id": job.update_id, "lane": job.lane, "trace_id": job.trace_id}
    instants = {"received_at": now, "now": now}
    # The kind is only used when no attempt wrote a row.
    await session.execute(text(MARK_UPDATE_DEAD), values | instants | {"kind": "unreadable"})


async def _inform_user(
    session: AsyncSession, job: HandleUpdate, dead_letter: DeadLetter, now: dt.datetime
) -> None:
    kind, _, number = job.lane.partition(":")
    # A lane of callbacks is named by the user, whose private chat has the same id; of a group's lane the author is told there.
    person = int(number) if kind in ("chat", "tap") else 0
    token_id = token_of_lane(job.lane)
    if token_id is not None:
        speaker = await maker_of_token(session, token_id)
    else:
        speaker = await find_speaker(session, _author(dead_letter.payload) if person < 0 else person)
    if speaker is None:
        return
    gettext = speaker.translator.gettext
    if token_id is None:
        sentence = gettext(
            "I could not process your message. It is saved and will be looked at. Carry on as usual."
        )
    else:
        sentence = gettext("I could not process a request of a program. It is saved and will be looked at.")
    session.add(
        outbox_row(
            Reply(sentence, purpose="trouble"),
            workspace_id=speaker.workspace_id,
            chat_telegram_id=speaker.chat_telegram_id,
            dedupe_key=f"{job.trace_id}:dead:{dead_letter.id}",
            trace_id=job.trace_id,
            now=now,
        )
    )
    await session.flush()


def _author(payload: dict[str, Any] | str | None) -> int:
    """The Telegram id of who wrote a message that could be read as JSON; 0 for none."""
    message = payload.get("message") if isinstance(payload, dict) else None
    user = message.get("from") if isinstance(message, dict) else None
    found = user.get("id") if isinstance(user, dict) else None
    return found if isinstance(found, int) and abs(found) < 2**63 else 0

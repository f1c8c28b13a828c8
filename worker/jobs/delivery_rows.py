"""Delivery rows: the outbox rows behind `deliver_message.py`: whose turn it is, and what became of it."""

import datetime as dt

from sqlalchemy import delete, exists, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.chat import Chat
from models.database import Database
from models.outbox import OutboundMessage
from models.schedule import ScheduleRun
from worker.clients.telegram import Posted


async def claim_next(
    database: Database, chat_telegram_id: int, worker_id: str, now: dt.datetime
) -> OutboundMessage | None:
    """The chat's oldest pending row, now "sending" and counted; None when it is not due or the turn is taken."""
    turn = aliased(OutboundMessage)
    busy = exists().where(turn.chat_telegram_id == chat_telegram_id, turn.state == "sending")  # type: ignore[arg-type]
    oldest = (
        select(OutboundMessage.id)
        .where(OutboundMessage.chat_telegram_id == chat_telegram_id, OutboundMessage.state == "pending")
        .order_by(col(OutboundMessage.id))
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        update(OutboundMessage)
        .where(
            col(OutboundMessage.id) == oldest,
            # Looked at again after waiting for the row's lock: without it two workers claim the same row.
            col(OutboundMessage.state) == "pending",
            col(OutboundMessage.available_at) <= now,
            ~busy,
        )
        .values(state="sending", claimed_at=now, claimed_by=worker_id, attempts=OutboundMessage.attempts + 1)
        .returning(OutboundMessage)
    )
    try:
        async with database.transaction() as session:
            return (await session.execute(statement)).scalars().first()
    except IntegrityError:
        # Another worker took the chat's turn in this instant; it sends ours as well.
        return None


async def note_posted(database: Database, row: OutboundMessage, posted: Posted, now: dt.datetime) -> None:
    """Telegram has it. Of a stranger's row nothing is kept."""
    async with database.transaction() as session:
        if row.ephemeral:
            await session.execute(delete(OutboundMessage).where(col(OutboundMessage.id) == row.id))
            return
        await session.execute(
            update(OutboundMessage)
            .where(col(OutboundMessage.id) == row.id)
            .values(
                state="sent",
                claimed_at=None,
                claimed_by=None,
                sent_at=now,
                telegram_message_id=posted.message_id,
                error=None,
            )
        )
        await session.execute(
            update(ScheduleRun).where(col(ScheduleRun.outbound_message_id) == row.id).values(state="sent")
        )


async def note_later(database: Database, row: OutboundMessage, error: str, available_at: dt.datetime) -> None:
    """Known not to have arrived: owed again, not before `available_at`."""
    async with database.transaction() as session:
        await session.execute(
            update(OutboundMessage)
            .where(col(OutboundMessage.id) == row.id)
            .values(state="pending", claimed_at=None, claimed_by=None, error=error, available_at=available_at)
        )


async def note_end(
    database: Database, row: OutboundMessage, state: str, error: str, *, blocked_at: dt.datetime | None = None
) -> None:
    """Over without success: "failed" or "unknown"; with `blocked_at` the whole chat is marked blocked."""
    async with database.transaction() as session:
        if row.ephemeral:
            await session.execute(delete(OutboundMessage).where(col(OutboundMessage.id) == row.id))
            return
        await session.execute(
            update(OutboundMessage)
            .where(col(OutboundMessage.id) == row.id)
            .values(state=state, claimed_at=None, claimed_by=None, error=error)
        )
        await session.execute(
            update(ScheduleRun)
            .where(col(ScheduleRun.outbound_message_id) == row.id)
            .values(state=state, reason=error)
        )
        if blocked_at is not None:
            await session.execute(
                update(Chat)
                .where(col(Chat.telegram_id) == row.chat_telegram_id)
                .values(blocked_at=blocked_at)
            )

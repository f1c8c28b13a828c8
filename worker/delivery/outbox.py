"""SQL of the outbox: which row is next, claiming it, and recording the result of its send."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, exists, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.database import Database
from models.tables.chat import Chat
from models.tables.delivery_pause import is_delivery_paused
from models.tables.outbox import OutboundMessage
from worker.core.reply import BULK_PURPOSES
from worker.delivery.refusal_notice import tell_of_refusal
from worker.features.digests.delivery_results import record_delivery_result
from worker.features.digests.unreachable_chats import pause_schedules_if_blocked
from worker.features.groups.service import move_group
from worker.telegram.client import Posted

_IDLE = {"claimed_at": None, "claimed_by": None}
# Rows are written, none is held in a session: there is nothing to bring up to date, and asking cost more than writing.
_PLAIN = {"synchronize_session": False}
# Made once: an alias made for each message was a fifth of the CPU of sending it.
_TURN = aliased(OutboundMessage)
# Made once too: each message needs it twice.
_NEXT_IN_CHAT_OF = (
    select(OutboundMessage.id, OutboundMessage.chat_telegram_id, OutboundMessage.available_at, _TURN.purpose)
    .outerjoin(
        _TURN,
        (col(_TURN.chat_telegram_id) == col(OutboundMessage.chat_telegram_id))
        & (col(_TURN.state) == "sending"),
    )
    .where(
        OutboundMessage.chat_telegram_id
        == select(OutboundMessage.chat_telegram_id)
        .where(OutboundMessage.id == bindparam("outbound_id"))
        .scalar_subquery(),
        OutboundMessage.state == "pending",
        col(OutboundMessage.purpose).not_in(BULK_PURPOSES),
        ~is_delivery_paused(OutboundMessage.chat_telegram_id),
    )
    .order_by(col(OutboundMessage.id))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Head:
    """A row whose turn it is, not yet claimed; `behind_bulk` while a message nobody waits for is on its way there."""

    id: int
    chat_telegram_id: int
    behind_bulk: bool = False


async def next_due_head(database: Database, outbound_id: int, now: dt.datetime) -> Head | None:
    """The oldest row people wait for in the chat of `outbound_id`; None when it is not due or answers have the turn."""
    async with database.statement() as session:
        found = (await session.exec(_NEXT_IN_CHAT_OF, params={"outbound_id": outbound_id})).first()
    if found is None or found[0] is None:
        return None
    row_id, chat_telegram_id, available_at, sending = found
    # A row behind one that must wait waits too: order counts more than speed.
    if available_at > now or (sending is not None and sending not in BULK_PURPOSES):
        return None
    return Head(row_id, chat_telegram_id, behind_bulk=sending is not None)


async def bulk_heads(database: Database, now: dt.datetime, *, limit: int) -> list[Head]:
    """What is due in bulk, the oldest of each chat: reminders first, then by the time it is due since."""
    due = (
        select(OutboundMessage.id, OutboundMessage.chat_telegram_id)
        .where(
            OutboundMessage.state == "pending",
            col(OutboundMessage.purpose).in_(BULK_PURPOSES),
            col(OutboundMessage.available_at) <= now,
            ~is_delivery_paused(OutboundMessage.chat_telegram_id),
        )
        .order_by(
            col(OutboundMessage.purpose).desc(), col(OutboundMessage.available_at), col(OutboundMessage.id)
        )
        .limit(limit)
    )
    async with database.statement() as session:
        rows: Sequence[tuple[int | None, int]] = (await session.exec(due)).all()
    first: dict[int, Head] = {}
    for row_id, chat in rows:
        first.setdefault(chat, Head(row_id or 0, chat))
    return list(first.values())


async def claim(database: Database, head: Head, worker_id: str, now: dt.datetime) -> OutboundMessage | None:
    """The row, now "sending" and counted; None when another worker has it, or the chat's turn, or the chat was paused."""
    busy = exists().where(col(_TURN.chat_telegram_id) == head.chat_telegram_id, col(_TURN.state) == "sending")
    statement = (
        update(OutboundMessage)
        .where(
            col(OutboundMessage.id) == head.id,
            # Looked at again after waiting for the row's lock: without it two workers claim the same row.
            col(OutboundMessage.state) == "pending",
            col(OutboundMessage.available_at) <= now,
            ~busy,
            ~is_delivery_paused(head.chat_telegram_id),
        )
        .values(state="sending", claimed_at=now, claimed_by=worker_id, attempts=OutboundMessage.attempts + 1)
        .returning(OutboundMessage)
    )
    try:
        async with database.statement() as session:
            found = await session.execute(statement, execution_options=_PLAIN)
            return found.scalars().first()
    except IntegrityError:
        # Another worker took the chat's turn in this instant.
        return None


async def postpone(database: Database, head: Head, available_at: dt.datetime) -> None:
    """Not before `available_at`: the chat has had what it may have for now."""
    async with database.transaction() as session:
        await session.execute(
            update(OutboundMessage)
            .where(col(OutboundMessage.id) == head.id, col(OutboundMessage.state) == "pending")
            .values(available_at=available_at),
            execution_options=_PLAIN,
        )


async def record_posted(database: Database, row: OutboundMessage, posted: Posted, now: dt.datetime) -> None:
    """Telegram has it: the chat can be reached. Of a stranger's row nothing is kept."""
    async with database.transaction() as session:
        values = {"state": "sent", "sent_at": now, "telegram_message_id": posted.message_id, "error": None}
        await _end(session, row, values, now)
        await session.execute(
            update(Chat)
            .where(col(Chat.telegram_id) == row.chat_telegram_id, col(Chat.blocked_at).is_not(None))
            .values(blocked_at=None),
            execution_options=_PLAIN,
        )


async def record_later(
    database: Database, row: OutboundMessage, error: str, available_at: dt.datetime
) -> None:
    """Known not to have arrived: due again, not before `available_at`."""
    async with database.transaction() as session:
        await session.execute(
            update(OutboundMessage)
            .where(col(OutboundMessage.id) == row.id)
            .values(state="pending", error=error, available_at=available_at, **_IDLE),
            execution_options=_PLAIN,
        )


async def record_gone(database: Database, row: OutboundMessage, *, anew: bool, now: dt.datetime) -> None:
    """The message that was to be edited is no longer in the chat: nothing edits it any more. With `anew` the row's text is
    due again, as a message of its own; otherwise the row has failed."""
    gone = row.payload.get("message_id")
    values: dict[str, Any] = {"state": "failed", "error": "the message is gone"}
    if anew:
        kept = {name: value for name, value in row.payload.items() if name != "message_id"}
        values = {"state": "pending", "error": None, "method": "sendMessage", "payload": kept}
    async with database.transaction() as session:
        await session.execute(
            update(OutboundMessage)
            .where(
                col(OutboundMessage.chat_telegram_id) == row.chat_telegram_id,
                col(OutboundMessage.telegram_message_id) == gone,
            )
            .values(telegram_message_id=None),
            execution_options=_PLAIN,
        )
        await session.execute(
            update(OutboundMessage)
            .where(col(OutboundMessage.id) == row.id)
            .values(**values, available_at=now, **_IDLE),
            execution_options=_PLAIN,
        )


async def record_moved(database: Database, row: OutboundMessage, chat_id: int, now: dt.datetime) -> None:
    """The group has become a supergroup: this row is due there, with whatever else waits for the group."""
    async with database.transaction() as session:
        await move_group(session, row.chat_telegram_id, chat_id)
        await session.execute(
            update(OutboundMessage)
            .where(col(OutboundMessage.id) == row.id)
            .values(state="pending", chat_telegram_id=chat_id, available_at=now, **_IDLE),
            execution_options=_PLAIN,
        )


async def record_end(
    database: Database,
    row: OutboundMessage,
    state: str,
    error: str,
    now: dt.datetime,
    *,
    blocked: bool = False,
) -> None:
    """Over without success: "failed" or "unknown"; with `blocked` the whole chat is marked and its clock stopped."""
    async with database.transaction() as session:
        if blocked:
            await session.execute(
                update(Chat)
                .where(col(Chat.telegram_id) == row.chat_telegram_id, col(Chat.blocked_at).is_(None))
                .values(blocked_at=now)
            )
        await _end(session, row, {"state": state, "error": error}, now)
        if state == "failed" and not blocked:
            await tell_of_refusal(session, row, now)
        if blocked:
            await pause_schedules_if_blocked(session, row.chat_telegram_id, now)


async def _end(session: AsyncSession, row: OutboundMessage, values: dict[str, Any], now: dt.datetime) -> None:
    if row.ephemeral:
        await session.execute(delete(OutboundMessage).where(col(OutboundMessage.id) == row.id))
        return
    await session.execute(
        update(OutboundMessage).where(col(OutboundMessage.id) == row.id).values(**values, **_IDLE),
        execution_options=_PLAIN,
    )
    await record_delivery_result(session, row, now)

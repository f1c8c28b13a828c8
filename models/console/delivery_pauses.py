"""Pausing what is sent, to one chat or to all, and resuming it. The outbox keeps what is for a paused chat."""

import datetime as dt
from dataclasses import dataclass

from models.console.chat_of_job import ChatOfJob
from models.console.operator_context import CommandResult, OperatorContext
from models.console.postgres_pool import Connection

# As models/tables/delivery_pause.py says, which brings the ORM with it.
ALL_CHATS = 0
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class PausedDeliveries:
    """A chat to which nothing is sent (ALL_CHATS: every chat), and how many messages wait for that."""

    chat_telegram_id: int
    paused_at: dt.datetime
    paused_by: str
    reason: str
    waiting: int
    chat: ChatOfJob | None = None

    @property
    def is_of_all(self) -> bool:
        """Whether every chat is paused."""
        return self.chat_telegram_id == ALL_CHATS


def pause_target(chat_telegram_id: int) -> str:
    """What a pause is of, in words."""
    return "all chats" if chat_telegram_id == ALL_CHATS else f"chat {chat_telegram_id}"


async def find_paused_deliveries(connection: Connection) -> list[PausedDeliveries]:
    """What is paused: all chats first, then the oldest pause; at most 200."""
    return [PausedDeliveries(**dict(row)) for row in await connection.fetch(_FIND)]


async def pause_deliveries(
    context: OperatorContext, chat_telegram_id: int, by: str, reason: str, now: dt.datetime
) -> CommandResult:
    """Send nothing to the chat from now on; a call that has begun ends. Raises asyncpg.PostgresError."""
    async with context.postgres.transaction() as connection:
        added = await connection.fetchval(_PAUSE, chat_telegram_id, now, by, reason.strip()[:_LONGEST_REASON])
    target = pause_target(chat_telegram_id)
    if added is None:
        return CommandResult("nothing", f"Sending to {target} is already paused.")
    return CommandResult(
        "done", f"Nothing is sent to {target} until you resume it; the outbox keeps everything."
    )


async def resume_deliveries(context: OperatorContext, chat_telegram_id: int) -> CommandResult:
    """Send again what the outbox has kept, in order, within Telegram's limits. Raises asyncpg.PostgresError.

    Workers find the kept messages within a second: nothing has to be enqueued here.
    """
    async with context.postgres.transaction() as connection:
        removed = await connection.fetchval(_RESUME, chat_telegram_id)
    target = pause_target(chat_telegram_id)
    if removed is None:
        return CommandResult("nothing", f"Sending to {target} is not paused.")
    return CommandResult("done", f"Sending to {target} is resumed.")


_FIND = """
SELECT p.chat_telegram_id, p.paused_at, p.paused_by, p.reason, (
  SELECT count(*) FROM outbound_message o
  WHERE o.state = 'pending' AND (p.chat_telegram_id = 0 OR o.chat_telegram_id = p.chat_telegram_id)
) AS waiting
FROM delivery_pause p ORDER BY p.chat_telegram_id <> 0, p.paused_at LIMIT 200
"""
_PAUSE = """
INSERT INTO delivery_pause (chat_telegram_id, paused_at, paused_by, reason) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING 1
"""
_RESUME = "DELETE FROM delivery_pause WHERE chat_telegram_id = $1 RETURNING 1"

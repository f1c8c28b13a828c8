"""Queries of the outbox page: each message and its state, never its text."""

import datetime as dt
from dataclasses import dataclass

from models.console.chat_of_job import ChatOfJob
from models.console.postgres_pool import Connection
from models.health.row_checks import LOST

OUTBOX_STATES = ("pending", "sending", "sent", "failed", "unknown")
OUTBOX_ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message to a chat, without its text."""

    id: int
    chat_telegram_id: int
    purpose: str
    method: str
    state: str
    attempts: int
    created_at: dt.datetime
    available_at: dt.datetime
    sent_at: dt.datetime | None
    telegram_message_id: int | None
    error: str | None
    trace_id: str
    chat: ChatOfJob | None = None


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """One page, newest first; `next` is the `before` of the next page (0: the last one)."""

    rows: list[OutboxRow]
    next: int


async def find_outbox(
    connection: Connection,
    *,
    state: str = "",
    chats: tuple[int, ...] | None = None,
    before: int = 0,
    since: dt.datetime | None = None,
    lost: bool = False,
) -> OutboxPage:
    """Messages of a state or of chats, older than the row `before` (0: the newest), created after `since`.

    `lost`: only what the verdict counts: no digests, and none that a blocked or deleted chat refused.
    """
    where, values = [LOST if lost else "true"], []
    for condition, value in (
        ("state = ?", state),
        ("chat_telegram_id = ANY(?::bigint[])", chats),
        ("id < ?", before),
        ("created_at > ?", since),
    ):
        if value or value == ():
            values.append(value)
            where.append(condition.replace("?", f"${len(values)}"))
    rows = await connection.fetch(
        f"""
        SELECT id, chat_telegram_id, purpose, method, state, attempts, created_at, available_at, sent_at,
               telegram_message_id, left(error, 300) AS error, trace_id
        FROM outbound_message WHERE {" AND ".join(where)} ORDER BY id DESC LIMIT {OUTBOX_ROWS_PER_PAGE + 1}
        """,  # noqa: S608 - constants of this module
        *values,
    )
    found = [OutboxRow(**dict(row)) for row in rows[:OUTBOX_ROWS_PER_PAGE]]
    return OutboxPage(found, found[-1].id if len(rows) > OUTBOX_ROWS_PER_PAGE else 0)


async def count_unsent_by_state(connection: Connection) -> dict[str, int]:
    """The number of messages in each state except sent."""
    rows = await connection.fetch(
        "SELECT state, count(*) AS n FROM outbound_message WHERE state <> 'sent' GROUP BY state"
    )
    found = {row["state"]: row["n"] for row in rows}
    return {state: found.get(state, 0) for state in OUTBOX_STATES if state != "sent"}

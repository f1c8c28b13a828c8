"""The notice a user gets when an operator cancels their message (invariant I4)."""

import datetime as dt
import json

from models.console.postgres_pool import Connection
from models.queue.jobs import HandleUpdate

NOTICE_TEXTS = {
    "en": "The operator set one of your messages aside. It is kept, and can still be handled.",
    "ru": "Оператор отложил одно ваше сообщение. Оно сохранено, его ещё можно обработать.",
}


async def enqueue_dead_letter_notice(
    connection: Connection, job: HandleUpdate, dead_letter_id: int, now: dt.datetime
) -> None:
    """Put the notice into the outbox, in the chat's language; none for chats without access.

    The reconciler of the worker sends it.
    """
    kind, _, number = job.lane.partition(":")
    if kind not in ("chat", "tap"):
        return
    chat = await connection.fetchrow(
        "SELECT workspace_id, telegram_id, language FROM chat WHERE telegram_id = $1 AND blocked_at IS NULL",
        int(number),
    )
    if chat is None:
        return
    await connection.execute(
        """
        INSERT INTO outbound_message (workspace_id, chat_telegram_id, purpose, method, payload, dedupe_key,
                                      trace_id, ephemeral, state, attempts, available_at, created_at)
        VALUES ($1, $2, 'trouble', 'sendMessage', $3, $4, $5, false, 'pending', 0, $6, $6)
        ON CONFLICT (dedupe_key) DO NOTHING
        """,
        chat["workspace_id"],
        chat["telegram_id"],
        json.dumps({"text": NOTICE_TEXTS[chat["language"]]}, ensure_ascii=False),
        f"{job.trace_id}:cancelled:{dead_letter_id}:{now.isoformat()}",
        job.trace_id,
        now,
    )

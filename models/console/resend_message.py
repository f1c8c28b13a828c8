"""Sends a message again that Telegram refused or that may not have arrived."""

import datetime as dt
import html
import json
import re
from typing import Any

from models.console.operator_context import CommandResult, OperatorContext
from models.console.postgres_pool import parse_json_column
from models.queue.jobs import DeliverMessage

_TAG = re.compile(r"<[^<>]{0,2000}>")
_TEXT_LIMIT = 4096


async def resend_message(
    context: OperatorContext, outbound_id: int, now: dt.datetime, *, plain: bool = False
) -> CommandResult:
    """Make a failed or unknown message due again; `plain`: as a new message of its words alone, without formatting and
    buttons, which are what Telegram refuses most. Raises QueueError, asyncpg.PostgresError.
    """
    async with context.postgres.transaction() as connection:
        row = await connection.fetchrow(
            "SELECT state, method, payload, trace_id FROM outbound_message WHERE id = $1 FOR UPDATE",
            outbound_id,
        )
        if row is None:
            return CommandResult("nothing", "No such message, or it has been deleted with the history.")
        if row["state"] not in ("failed", "unknown"):
            return CommandResult(
                "refused",
                f"The message is {row['state']}: only failed ones and those that may not have arrived are sent again.",
            )
        payload, method = parse_json_column(row["payload"]), row["method"]
        if plain:
            words = _words(payload)
            if not words:
                return CommandResult("refused", "The message has no words that could be sent alone.")
            payload, method = {"text": words}, "sendMessage"
        await connection.execute(
            """
            UPDATE outbound_message SET state = 'pending', attempts = 0, available_at = $2, error = NULL,
              method = $3, payload = $4 WHERE id = $1
            """,
            outbound_id,
            now,
            method,
            json.dumps(payload),
        )
    await context.producer.enqueue(DeliverMessage(outbound_id, row["trace_id"]))
    return CommandResult("done", "The message is being sent again.")


def _words(payload: dict[str, Any]) -> str:
    text = payload.get("text") or payload.get("caption") or ""
    if payload.get("parse_mode") == "HTML":
        text = html.unescape(_TAG.sub("", text))
    return str(text)[:_TEXT_LIMIT]

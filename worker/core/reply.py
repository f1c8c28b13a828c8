"""A handler's reply, and the outbox row it becomes."""

from dataclasses import dataclass, field
from html import escape
from typing import Any

from models.tables.columns import Instant
from models.tables.outbox import OutboundMessage

# Messages sent in bulk, after everything that answers a person. In sending order: a reminder has its minute, a digest its morning.
BULK_PURPOSES: tuple[str, ...] = ("reminder", "digest")


TEXT_LIMIT = 4096  # of Telegram, after the markup is parsed
_CUT = 4000


@dataclass(frozen=True, slots=True)
class Button:
    """One button; `data` is at most 64 bytes (Telegram's limit)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message, HTML. With `edits` it replaces the text of that message of ours."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    edits: int | None = None
    operation_id: int | None = None
    purpose: str = "answer"
    ephemeral: bool = False
    reply_to: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def escape_html(text: str) -> str:
    """A person's text as data: nothing in it is markup."""
    return escape(text, quote=False)


def outbox_row(
    reply: Reply,
    *,
    workspace_id: int | None,
    chat_telegram_id: int,
    dedupe_key: str,
    trace_id: str,
    now: Instant,
) -> OutboundMessage:
    """The outbox row that sends this reply."""
    payload: dict[str, Any] = {"text": reply.text, "parse_mode": "HTML", **reply.extra}
    payload["link_preview_options"] = {"is_disabled": True}
    if reply.buttons or reply.edits is not None:
        payload["reply_markup"] = {
            "inline_keyboard": [
                [{"text": b.label, "callback_data": b.data} for b in row] for row in reply.buttons
            ]
        }
    if reply.edits is not None:
        payload["message_id"] = reply.edits
    if reply.reply_to is not None:
        payload["reply_parameters"] = {"message_id": reply.reply_to, "allow_sending_without_reply": True}
    return OutboundMessage(
        workspace_id=workspace_id,
        chat_telegram_id=chat_telegram_id,
        purpose=reply.purpose,
        method="sendMessage" if reply.edits is None else "editMessageText",
        payload=payload,
        dedupe_key=dedupe_key,
        operation_id=reply.operation_id,
        trace_id=trace_id,
        ephemeral=reply.ephemeral,
        available_at=now,
        created_at=now,
    )


def split_lines(lines: list[str], limit: int = _CUT) -> list[str]:
    """The lines joined into as few texts as possible, none longer than `limit` characters, split between lines only.

    A single line longer than the limit is shortened with an ellipsis.
    """
    texts: list[str] = []
    current = ""
    for line in lines:
        kept = line if len(line) <= limit else line[: limit - 1] + "…"
        joined = f"{current}\n{kept}" if current else kept
        if len(joined) > limit:
            texts.append(current)
            current = kept
        else:
            current = joined
    return [*texts, current] if current or not texts else texts

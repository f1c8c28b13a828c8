"""A handler's reply, and the outbox row it becomes."""

from dataclasses import dataclass, field
from html import escape
from typing import Any

from models.tables.columns import Instant
from models.tables.outbox import OutboundMessage
from worker.core.i18n import translator_for
from worker.core.message_pages import Button, Rows, pages_of

__all__ = ["Button", "Reply", "escape_html", "has_pages", "outbox_row", "reply_of_page"]

# Messages sent in bulk, after everything that answers a person. In sending order: a reminder has its minute, a digest its morning.
BULK_PURPOSES: tuple[str, ...] = ("reminder", "digest")


TEXT_LIMIT = 4096  # of Telegram, after the markup is parsed
# What of a payload is the token of an invitation: its link is put below the text when the message leaves.
START_PAYLOAD = "start_payload"
# A button that turns to another page of the message it is on.
PAGE_VERB = "page"


@dataclass(frozen=True, slots=True)
class Reply:
    """One message, HTML. With `edits` it replaces the text of that message of ours. It goes to another `chat` than that of
    the message which is answered where one is given (a Telegram id).

    What is longer than a screen is sent page by page: `page` is the one to show, `whole` the key of the outbox row that
    holds them all when this reply turns a page of it. `media` is a file to be sent, by kind and Telegram's id, with the
    text as its caption.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    edits: int | None = None
    operation_id: int | None = None
    purpose: str = "answer"
    ephemeral: bool = False
    reply_to: int | None = None
    chat: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    page: int = 0
    whole: str | None = None
    media: tuple[str, str] | None = None


# The methods that send a file again by its id, by the kind of the file (its field in a message).
MEDIA_METHODS = {
    "photo": "sendPhoto",
    "document": "sendDocument",
    "video": "sendVideo",
    "animation": "sendAnimation",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "video_note": "sendVideoNote",
}
_WITHOUT_CAPTION = ("video_note",)


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
    language: str = "en",
) -> OutboundMessage:
    """The outbox row that sends this reply, within Telegram's limits; `language` is that of the buttons which turn pages."""
    if reply.media is not None:
        return _media_row(reply, reply.media, workspace_id, chat_telegram_id, dedupe_key, trace_id, now)
    pages = pages_of(reply.text, reply.buttons)
    at = min(max(reply.page, 0), len(pages) - 1)
    payload: dict[str, Any] = {"text": pages[at].text, "parse_mode": "HTML", **reply.extra}
    payload["link_preview_options"] = {"is_disabled": True}
    rows = pages[at].rows
    if len(pages) > 1:
        rows = (*rows, _turning_row(at, len(pages), reply.whole or dedupe_key, language))
        if reply.whole is None:
            payload[WHOLE] = {"text": reply.text, "rows": _kept(reply.buttons)}
    if rows or reply.edits is not None:
        payload["reply_markup"] = {"inline_keyboard": _keyboard(rows)}
    if reply.edits is not None:
        payload["message_id"] = reply.edits
    if reply.reply_to is not None:
        payload["reply_parameters"] = {"message_id": reply.reply_to, "allow_sending_without_reply": True}
    return OutboundMessage(
        workspace_id=workspace_id,
        chat_telegram_id=reply.chat or chat_telegram_id,
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


def _media_row(
    reply: Reply,
    media: tuple[str, str],
    workspace_id: int | None,
    chat_telegram_id: int,
    dedupe_key: str,
    trace_id: str,
    now: Instant,
) -> OutboundMessage:
    kind, file_id = media
    caption = {} if kind in _WITHOUT_CAPTION else {"caption": reply.text, "parse_mode": "HTML"}
    return OutboundMessage(
        workspace_id=workspace_id,
        chat_telegram_id=reply.chat or chat_telegram_id,
        purpose=reply.purpose,
        method=MEDIA_METHODS[kind],
        payload={kind: file_id, **caption, **reply.extra},
        dedupe_key=dedupe_key,
        trace_id=trace_id,
        available_at=now,
        created_at=now,
    )


def has_pages(reply: Reply) -> bool:
    """Whether a reply is longer than a screen."""
    return len(pages_of(reply.text, reply.buttons)) > 1


# What of a payload is kept for turning pages, and is no argument of Telegram's.
WHOLE = "whole"


def reply_of_page(row: OutboundMessage, page: int) -> Reply | None:
    """The message of an outbox row at another of its pages; None when it has only one."""
    whole = row.payload.get(WHOLE)
    if whole is None:
        return None
    rows = tuple(
        tuple(Button(b["text"], b["callback_data"], b.get("of", "")) for b in line) for line in whole["rows"]
    )
    return Reply(
        whole["text"],
        rows,
        operation_id=row.operation_id,
        purpose="answer",
        page=page,
        whole=row.dedupe_key,
    )


def _turning_row(page: int, pages: int, whole: str, language: str) -> tuple[Button, ...]:
    """ "‹" and "More · 2/5": where they lead is the page's number and the row that holds all pages."""
    gettext = translator_for(language).gettext
    back = (Button(f"‹ {page}/{pages}", f"{PAGE_VERB}:{page - 1}:{whole}"),) if page else ()
    if page + 1 == pages:
        return back
    more = gettext("More · {page}/{pages}", page=page + 2, pages=pages)
    return (*back, Button(more, f"{PAGE_VERB}:{page + 1}:{whole}"))


def _keyboard(rows: Rows) -> list[list[dict[str, str]]]:
    return [[{"text": b.label, "callback_data": b.data} for b in row] for row in rows]


def _kept(rows: Rows) -> list[list[dict[str, str]]]:
    """The buttons as they are kept for turning pages."""
    return [
        [{"text": b.label, "callback_data": b.data, **({"of": b.of} if b.of else {})} for b in row]
        for row in rows
    ]

"""Checks reply markups as Telegram does."""

from typing import Any
from urllib.parse import urlsplit

from ops.sandbox.botapi.errors import bad_request
from ops.sandbox.botapi.params import CallParams
from ops.sandbox.state.records import Json

MAX_DATA_BYTES = 64
MAX_IN_ROW = 8
MAX_BUTTONS = 100
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")


def read_markup(params: CallParams, *, edit: bool = False) -> Json | None:
    """The inline keyboard to keep with the message, or None.

    Other markups are checked and accepted when sending (they are not part of a message), and
    refused when editing.
    """
    markup = params.structure("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"])
        return {"inline_keyboard": rows} if rows else None
    if markup and edit:
        raise bad_request("inline keyboard expected")
    if markup and not any(name in markup for name in OTHER_MARKUPS):
        raise bad_request("can't parse reply markup: unknown type of keyboard")
    return None


def _rows(value: Any) -> list[list[Json]]:
    if not isinstance(value, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    rows: list[list[Json]] = []
    for row in value:
        if not isinstance(row, list):
            raise bad_request('field "inline_keyboard" must be an Array of Arrays')
        if row:
            rows.append([_button(button) for button in row])
    too_wide = any(len(row) > MAX_IN_ROW for row in rows)
    if too_wide or sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return rows


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button:
        _check_data(button["callback_data"])
    if "url" in button:
        _check_url(button["url"])
    return dict(button)


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    host = parts.hostname or ""
    web = parts.scheme in {"http", "https"} and ("." in host or host.count(":") > 1)
    if not web and parts.scheme != "tg":
        raise bad_request("BUTTON_URL_INVALID")

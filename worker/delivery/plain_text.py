"""A formatted message without its formatting, for when Telegram cannot read it."""

import html
import re
from typing import Any

_TEXTS = ("text", "caption")
# Telegram's own tags and no others: "5 < 6" stays as it is.
_TAG = re.compile(
    r"</?(?:b|strong|i|em|u|ins|s|strike|del|code|pre|a|blockquote|tg-spoiler|tg-emoji|span)(?:\s[^<>]{0,500})?>",
    re.IGNORECASE,
)


def as_plain_text(payload: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a call whose HTML becomes plain text; everything else, buttons too, stays."""
    kept = {name: value for name, value in payload.items() if name != "parse_mode"}
    return kept | {
        name: html.unescape(_TAG.sub("", kept[name])) for name in _TEXTS if isinstance(kept.get(name), str)
    }

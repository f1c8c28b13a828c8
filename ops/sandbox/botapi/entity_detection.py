"""Finds the entities that Telegram marks in plain text: commands, links, mentions, hashtags."""

import re

from ops.sandbox.state.records import Json

PATTERNS = {
    "url": re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,!?;:)]"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/<>])"),
    "mention": re.compile(r"(?<![\w@.])@[A-Za-z]\w{3,31}"),
    "hashtag": re.compile(r"(?<![\w#])#\w*[^\W\d]\w*"),
}


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, Telegram's unit for offsets and limits."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def find_entities(text: str, taken: list[Json] | None = None) -> list[Json]:
    """MessageEntity objects sorted by offset; none overlaps another found one or a `taken` one."""
    spans = [(item["offset"], item["offset"] + item["length"]) for item in taken or [] if _blocks(item)]
    found: list[Json] = []
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if all(end <= left or start >= right for left, right in spans):
                spans.append((start, end))
                found.append({"offset": start, "length": end - start, "type": kind})
    return sorted(found, key=lambda item: item["offset"])


def _blocks(entity: Json) -> bool:
    """Whether no entity is searched for inside this one (code and links)."""
    return entity["type"] in {"code", "pre", "text_link", "text_mention"}

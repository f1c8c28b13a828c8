"""Splits a long digest into as few messages as Telegram's limits allow, at blocks and lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

# Telegram: 4096 characters after the markup is parsed, and 100 entities; emoji count as two in its units.
_LONGEST = 3900
_ENTITIES = 90
_TAG = re.compile(r"<[^>]*>")
_OPENING = re.compile(r"<[a-z]")


@dataclass(frozen=True, slots=True)
class MessageBlock:
    """Lines that belong together under a heading; "" for none. All of them HTML."""

    heading: str
    lines: tuple[str, ...]


def headed_block(heading: str, lines: Iterable[str]) -> MessageBlock:
    """A block under a bold heading; `heading` is HTML."""
    return MessageBlock(f"<b>{heading}</b>", tuple(lines))


@dataclass(slots=True)
class _Part:
    lines: list[str]
    size: int = 0
    entities: int = 0

    def add(self, line: str) -> None:
        """Append a line."""
        size, entities = _weight(line)
        self.lines.append(line)
        self.size += size
        self.entities += entities

    def fits(self, lines: Iterable[str]) -> bool:
        """Whether these lines still fit into the message."""
        weights = [_weight(line) for line in lines]
        return (
            self.size + sum(size for size, _ in weights) <= _LONGEST
            and self.entities + sum(entities for _, entities in weights) <= _ENTITIES
        )


def split_into_messages(blocks: Sequence[MessageBlock]) -> list[str]:
    """The texts, in order. A block that fits into one message is never cut; a heading is never left alone.

    What is cut goes on under its heading again, followed by "…".
    """
    parts = [_Part([])]
    for block in blocks:
        whole = [
            *([""] if parts[-1].lines else []),
            *([block.heading] if block.heading else []),
            *block.lines,
        ]
        if not parts[-1].fits(whole) and parts[-1].lines and _Part([]).fits(whole):
            parts.append(_Part([]))
            whole = whole[1:]
        _add_block(parts, block, whole)
    return ["\n".join(part.lines).strip("\n") for part in parts if part.lines]


def _add_block(parts: list[_Part], block: MessageBlock, lines: Sequence[str]) -> None:
    for index, line in enumerate(lines):
        with_next = lines[index : index + 2] if line in ("", block.heading) else [line]
        if not parts[-1].fits(with_next) and parts[-1].lines:
            parts.append(_Part([]))
            if block.heading and line not in ("", block.heading):
                parts[-1].add(f"{block.heading} …")
            if line == "":
                continue
        parts[-1].add(line)


def _weight(line: str) -> tuple[int, int]:
    """A line's length in UTF-16 units as Telegram sees it (its newline included), and its entities."""
    plain = unescape(_TAG.sub("", line))
    return len(plain.encode("utf-16-le")) // 2 + 1, len(_OPENING.findall(line))

"""The blocks of a digest, and their text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageBlock:
    """Lines that belong together under a heading; "" for none. All of them HTML."""

    heading: str
    lines: tuple[str, ...]


def headed_block(heading: str, lines: Iterable[str]) -> MessageBlock:
    """A block under a bold heading; `heading` is HTML."""
    return MessageBlock(f"<b>{heading}</b>", tuple(lines))


def joined_blocks(blocks: Sequence[MessageBlock]) -> str:
    """The text of the blocks, an empty line between them."""
    texts = ["\n".join([*([block.heading] if block.heading else []), *block.lines]) for block in blocks]
    return "\n\n".join(text for text in texts if text)

"""Slash commands as people type them: with a space before, a line break behind, a full-width slash, in capitals."""

import re
from dataclasses import dataclass

from worker.telegram.update import IncomingUpdate

_COMMAND = re.compile(r"\s*[/／]\s?(?P<name>\w+)(?:@\w+)?(?:\s+(?P<argument>.*))?", re.DOTALL)
# A command may be the caption of what it comes with; a recording says more than its caption.
_KINDS = ("text", "photo", "document")


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command's name in lower case, and the words behind it on one or more lines."""

    name: str
    argument: str


def typed_command(incoming: IncomingUpdate) -> TypedCommand | None:
    """The command that a message is, known or not; None for every other message."""
    return parse_command(incoming.text) if incoming.kind in _KINDS else None


def parse_command(text: str) -> TypedCommand | None:
    """The command a text is: "today" of "/Today@our_bot please"; None for other texts, "/home/anna" among them."""
    found = _COMMAND.fullmatch(text)
    return TypedCommand(found["name"].lower(), (found["argument"] or "").strip()) if found else None

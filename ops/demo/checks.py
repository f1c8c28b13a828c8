"""Compares the messages and rows of a step with the expected ones."""

from collections.abc import Sequence
from typing import Any

from ops.demo.script_steps import ExpectedMessage, ExpectedRows
from ops.sandbox.message_view import MessageView


def find_wrong_answers(wanted: Sequence[ExpectedMessage], received: Sequence[MessageView]) -> list[str]:
    """One line per difference; empty when exactly the expected messages received, in order."""
    errors = [
        error
        for message, seen in zip(wanted, received, strict=False)
        for error in _differences(message, seen)
    ]
    errors += [f"no answer with {_quoted(message.fragments)}" for message in wanted[len(received) :]]
    errors += [f"an answer too many: {_quoted([seen.text])}" for seen in received[len(wanted) :]]
    return errors


def find_wrong_rows(expected: ExpectedRows, found: Sequence[tuple[Any, ...]]) -> list[str]:
    """One line when the query returned other rows than expected, else none."""
    if list(found) == expected.are:
        return []
    return [f"{expected.sql} gives {list(found)}, not {expected.are}"]


def _differences(wanted: ExpectedMessage, seen: MessageView) -> list[str]:
    errors = []
    if wanted.edited != (seen.version > 1):
        errors.append(
            "a new message instead of a changed one" if wanted.edited else "a changed message, not a new one"
        )
    rest = seen.text
    for fragment in wanted.fragments:
        before, found, rest = rest.partition(fragment)
        if not found:
            errors.append(f"{_quoted([fragment])} is missing in {_quoted([seen.text])}")
            rest = before
    labels = iter(seen.labels)
    if not all(button in labels for button in wanted.buttons):
        errors.append(f"buttons {seen.labels}, where {list(wanted.buttons)} have to be")
    return errors


def _quoted(texts: Sequence[str]) -> str:
    return " … ".join(repr(text) for text in texts)

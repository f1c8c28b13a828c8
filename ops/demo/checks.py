"""Checks: compares what came with what had to come, and says in words what differs."""

from collections.abc import Sequence
from typing import Any

from ops.demo.script_steps import ExpectedMessage, ExpectedRows
from ops.sandbox.message_view import MessageView


def find_wrong_answers(wanted: Sequence[ExpectedMessage], came: Sequence[MessageView]) -> list[str]:
    """What is wrong with the messages that came; empty when all came, in order, and no more."""
    faults = [fault for message, seen in zip(wanted, came, strict=False) for fault in _wrong(message, seen)]
    faults += [f"no answer with {_quoted(message.fragments)}" for message in wanted[len(came) :]]
    faults += [f"an answer too many: {_quoted([seen.text])}" for seen in came[len(wanted) :]]
    return faults


def find_wrong_rows(question: ExpectedRows, found: Sequence[tuple[Any, ...]]) -> list[str]:
    """What is wrong with the database's answer."""
    if list(found) == question.are:
        return []
    return [f"{question.sql} gives {list(found)}, not {question.are}"]


def _wrong(wanted: ExpectedMessage, seen: MessageView) -> list[str]:
    faults = []
    if wanted.edited != (seen.version > 1):
        faults.append(
            "a new message instead of a changed one" if wanted.edited else "a changed message, not a new one"
        )
    rest = seen.text
    for fragment in wanted.fragments:
        before, found, rest = rest.partition(fragment)
        if not found:
            faults.append(f"{_quoted([fragment])} is missing in {_quoted([seen.text])}")
            rest = before
    labels = iter(seen.labels)
    if not all(button in labels for button in wanted.buttons):
        faults.append(f"buttons {seen.labels}, where {list(wanted.buttons)} have to be")
    return faults


def _quoted(texts: Sequence[str]) -> str:
    return " … ".join(repr(text) for text in texts)

"""Result: what one attempt leaves the operator: the kinds, counts and ids of what it did; never a person's words."""

import json
from dataclasses import dataclass, fields
from typing import Any

# A result stands in every row of the history: a digest for ten thousand chats must be as short as one for one.
MOST_BYTES = 2_000
_MOST_ENTRIES = 20
_MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class JobResult:
    """The kin of all results. Fields hold numbers, ids, names of ours, and lists or tables of these."""


def stored_result(result: JobResult) -> str:
    """The result as JSON of at most 2,000 bytes. What is empty is left out; a list or table keeps its first 20.

    Raises TypeError for a result that is no dataclass: each job returns one.
    """
    given = {field.name: getattr(result, field.name) for field in fields(result)}
    facts = {name: _short(value) for name, value in given.items() if _told(value)}
    text = json.dumps(facts)
    while len(text) > MOST_BYTES:
        longest = max(facts, key=lambda name: len(json.dumps(facts[name])))
        facts[longest] = "too long to keep"
        text = json.dumps(facts)
    return text


def _told(value: Any) -> bool:
    return value is not None and value not in ("", [], {}, ())


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value[:_MOST_LETTERS]
    if isinstance(value, dict):
        return _cut({str(key): _short(entry) for key, entry in list(value.items())[:_MOST_ENTRIES]}, value)
    if isinstance(value, list | tuple):
        return [_short(entry) for entry in value[:_MOST_ENTRIES]] + _left_out(value)
    return value


def _cut(kept: dict[str, Any], whole: dict[Any, Any]) -> dict[str, Any]:
    left = len(whole) - len(kept)
    return kept | ({"and more": left} if left else {})


def _left_out(whole: list[Any] | tuple[Any, ...]) -> list[str]:
    left = len(whole) - _MOST_ENTRIES
    return [f"and {left} more"] if left > 0 else []

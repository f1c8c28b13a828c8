"""What an attempt of a job reports to the operator: kinds, counts and ids, never a person's text."""

import json
from dataclasses import dataclass, fields
from typing import Any

# The job history keeps a result in every row: it is as short for ten thousand chats as for one.
MAX_RESULT_BYTES = 2_000
_MOST_ENTRIES = 20
_MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class JobResult:
    """Base of all results. Fields hold numbers, ids, our own names, and lists or dicts of these."""


def stored_result(result: JobResult) -> str:
    """The result as JSON of at most 2,000 bytes. Empty fields are left out; a list or dict keeps its first 20 entries.

    Raises TypeError for a result that is not a dataclass.
    """
    given = {field.name: getattr(result, field.name) for field in fields(result)}
    facts = {name: _shortened(value) for name, value in given.items() if _has_value(value)}
    text = json.dumps(facts)
    while len(text) > MAX_RESULT_BYTES:
        longest = max(facts, key=lambda name: len(json.dumps(facts[name])))
        facts[longest] = "too long to keep"
        text = json.dumps(facts)
    return text


def _has_value(value: Any) -> bool:
    return value is not None and value not in ("", [], {}, ())


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return value[:_MOST_LETTERS]
    if isinstance(value, dict):
        return _with_rest_count(
            {str(key): _shortened(entry) for key, entry in list(value.items())[:_MOST_ENTRIES]}, value
        )
    if isinstance(value, list | tuple):
        return [_shortened(entry) for entry in value[:_MOST_ENTRIES]] + _rest_count(value)
    return value


def _with_rest_count(kept: dict[str, Any], whole: dict[Any, Any]) -> dict[str, Any]:
    left = len(whole) - len(kept)
    return kept | ({"and more": left} if left else {})


def _rest_count(whole: list[Any] | tuple[Any, ...]) -> list[str]:
    left = len(whole) - _MOST_ENTRIES
    return [f"and {left} more"] if left > 0 else []

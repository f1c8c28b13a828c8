"""The form of an answer, read leniently: JSON wherever it stands in the text, and one spelling for what servers spell in many."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning|reflection)>.*?</\1>", re.DOTALL | re.IGNORECASE)
# Some servers strip the opening tag alone.
_THOUGHT_END = re.compile(r"^.*</(?:think|thinking|thought|reasoning|reflection)>", re.DOTALL | re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LIST_NAMES = ("actions", "intents", "planner_actions", "answer", "result", "response", "output", "arguments")
# Braces of prose that are tried as the beginning of an answer.
_MOST_STARTS = 40
_DEEPEST = 2
_NULLS = frozenset({"", "null", "none", "nil", "n/a", "na", "undefined", "-", "—"})
# Fields in which "None" is a word: the person's own, or a kind.
_FREE_TEXT = frozenset({"title", "name", "kind", "type", "action", "intent"})
_KINDS = {
    "create_task": "create",
    "new_task": "create",
    "add": "create",
    "complete_task": "complete",
    "done": "complete",
    "reschedule_task": "reschedule",
    "move": "reschedule",
    "update_task": "update",
    "edit": "update",
    "delete_task": "delete",
    "drop": "delete",
    "remove": "delete",
    "question": "query",
    "ask": "ask_task",
    "project": "create_project",
    "wait_for": "wait",
    "skip_occurrence": "skip",
    "start": "start_timer",
    "stop": "stop_timer",
    "note": "keep_note",
    "run_command": "command",
}
_FIELDS = {
    "type": "kind",
    "action": "kind",
    "intent": "kind",
    "ref": "task",
    "task_ref": "task",
    "task_id": "task",
    "deadline": "due",
    "estimate": "minutes",
    "estimate_minutes": "minutes",
    "actual_minutes": "minutes",
    "recurrence": "rrule",
    "reminder": "remind",
    "reminder_minutes_before": "remind",
}
_UPDATED = {
    "estimate": "estimate_minutes",
    "minutes": "estimate_minutes",
    "duration": "estimate_minutes",
    "reminder": "reminder_minutes_before",
    "remind": "reminder_minutes_before",
    "rrule": "recurrence",
    "name": "title",
    "person": "assignee",
}
_DEADLINES = frozenset({"due", "deadline", "date", "time"})


class NoJsonError(ValueError):
    """Nothing in the text is JSON."""


class NoListError(ValueError):
    """There is JSON, but no list of actions in it and no single one."""


def listed_actions(content: str) -> list[Any]:
    """The actions of an answer: fenced, in prose, after a train of thought, as a bare list or a single object.

    Raises NoJsonError and NoListError.
    """
    text = _THOUGHT_END.sub("", _THOUGHT.sub("", content)).strip()
    values = list(_values(text))
    for value in values:
        found = _list_in(value)
        if found is not None:
            return found
    raise NoListError if values else NoJsonError


def _values(text: str) -> Iterator[Any]:
    """The text as a whole when it is JSON, else what is JSON within it, in order."""
    try:
        yield json.loads(text)
    except (ValueError, RecursionError):
        yield from _values_within(text)


def _values_within(text: str) -> Iterator[Any]:
    at, decoder = 0, json.JSONDecoder()
    repaired = _TRAILING_COMMA.sub(r"\1", text)
    for _ in range(_MOST_STARTS):
        start = min((found for mark in "{[" if (found := repaired.find(mark, at)) >= 0), default=-1)
        if start < 0:
            return
        try:
            value, at = decoder.raw_decode(repaired, start)
        except (ValueError, RecursionError):
            at = start + 1
            continue
        yield value


def _list_in(value: Any, depth: int = 0) -> list[Any] | None:
    """The list of actions that a value is or holds; None when it holds none."""
    if isinstance(value, str) and depth <= _DEEPEST:
        return _list_in(next(_values(value), None), depth + 1)
    if isinstance(value, list):
        return value if not depth or all(isinstance(item, dict) for item in value) else None
    if not isinstance(value, dict) or depth > _DEEPEST:
        return None
    if any(isinstance(value.get(name), str) for name in ("kind", "type", "action")):
        return [value]
    held = next((value[name] for name in _LIST_NAMES if name in value), None)
    return None if held is None else _list_in(held, depth + 1)


def plain_action(item: Any, fields_of: Mapping[str, frozenset[str]]) -> Any:
    """An action with our names of kinds and fields and real nulls; fields that are not of its kind go when they say nothing.

    `fields_of` holds the fields of each kind. What cannot be understood is left as it is, for the schema to refuse.
    """
    if not isinstance(item, dict):
        return item
    named = _renamed({str(name): _null(name, value) for name, value in item.items()})
    kind = str(named.get("kind") or "").strip().lower().replace("-", "_").replace(" ", "_")
    kind = kind if kind in fields_of else _KINDS.get(kind, kind)
    plain = _as_reschedule({**named, "kind": kind})
    known = fields_of.get(str(plain["kind"]), frozenset())
    said = {name: value for name, value in plain.items() if name in known or value is not None}
    return {name: _lowered(name, value) for name, value in said.items()}


def _renamed(item: dict[str, Any]) -> dict[str, Any]:
    """Other names of a field become ours, unless ours is there too or the name is one of the kind itself."""
    kept = dict(item)
    for other, ours in _FIELDS.items():
        if (
            other in kept
            and kept.get(ours) is None
            and not (ours == "kind" and not isinstance(kept[other], str))
        ):
            kept[ours] = kept.pop(other)
    return kept


def _as_reschedule(item: dict[str, Any]) -> dict[str, Any]:
    """ "Update the due date" is a reschedule."""
    if item["kind"] != "update":
        return item
    field = str(item.get("field") or "").strip().lower()
    if field in _DEADLINES:
        rest = {name: value for name, value in item.items() if name not in {"field", "value"}}
        return {**rest, "kind": "reschedule", "due": item.get("due") or item.get("value") or {}}
    return {**item, "field": _UPDATED.get(field, field)}


def _null(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _null(key, each) for key, each in value.items()}
    if isinstance(value, str) and name not in _FREE_TEXT and value.strip().lower() in _NULLS:
        return None
    return value


def _lowered(name: str, value: Any) -> Any:
    return (
        value.strip().lower() if name in {"scope", "command", "timing"} and isinstance(value, str) else value
    )

"""Model answers: what the stand-in of the model is told to say."""

from typing import Any


def creation(title: str, words: str | None, **fields: Any) -> dict[str, Any]:
    """One new task, as the model's schema wants it."""
    due = None if words is None else {"words": words, "date": None, "time": None}
    nothing = dict.fromkeys(("business", "project", "assignee", "priority", "minutes", "rrule", "remind"))
    return {"kind": "create", "title": title, "due": due, **nothing, **fields}

"""Trace: the id that one update and everything it caused carry."""


def trace_of(update_id: int) -> str:
    """The trace id of an update."""
    return f"u{update_id}"

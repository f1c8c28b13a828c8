"""The trace id of an update and everything it causes."""


def trace_of(update_id: int) -> str:
    """The trace id of an update."""
    return f"u{update_id}"

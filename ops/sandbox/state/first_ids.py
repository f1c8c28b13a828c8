"""Chooses the first update and message ids of an empty state.

A planner may remember updates of an earlier run whose state the stand-in no longer has: ids from 1
would be duplicates for it. So the first ids are derived from the time.
"""

EPOCH = 1_750_000_000  # June 2025, before the first line of this stand-in
UPDATES_PER_SECOND = 10
SECONDS_PER_MESSAGE = 5


def first_update_id(now: float) -> int:
    """Above every id given before, if there were fewer than ten updates a second on average."""
    return int(max(0.0, now - EPOCH)) * UPDATES_PER_SECOND + 1


def first_message_id(now: float) -> int:
    """Above every id of the chat given before, if it had fewer than a message in five seconds on average."""
    return int(max(0.0, now - EPOCH)) // SECONDS_PER_MESSAGE + 1

"""Where update and message ids begin in an empty state.

A stand-in that kept nothing may meet a planner that remembers an earlier state: ids that began at 1
again would look to it like duplicates. So they begin with the time, and grow from there as
Telegram's do.
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

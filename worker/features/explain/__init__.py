"""/why: what became of a message, and why."""

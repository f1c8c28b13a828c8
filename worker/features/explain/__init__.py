"""/why: what happened to a message, and why."""

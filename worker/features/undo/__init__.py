"""Undo by a message, a command or a button."""

"""Undo by a word, a command or a button."""

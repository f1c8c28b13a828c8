"""Editing: one tap to mend each field of a card."""

"""Trace words: what was unsure, why the fields are so, and what happened to a message, in a person's words."""

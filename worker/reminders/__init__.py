"""Reminders: before a deadline as a person stated it, or later again; never with a model's help."""

"""Reminders: when they are due, and their text."""

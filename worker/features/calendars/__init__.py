"""Calendars: a member's tasks and plans at a secret address."""

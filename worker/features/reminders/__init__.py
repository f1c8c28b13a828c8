"""Reminders: when they are due, and how they read."""

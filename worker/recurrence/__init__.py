"""Recurrence: series of tasks by RFC 5545 rules: the next one comes when the last one is done or skipped."""

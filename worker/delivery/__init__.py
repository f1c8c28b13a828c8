"""Sends outbox rows to Telegram, in order and within its limits."""

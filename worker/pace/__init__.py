"""Pace: Telegram's limits, kept by all workers together, and what is sent in bulk under them."""

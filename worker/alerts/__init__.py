"""Alerts about the bot's own problems: to its owner in Telegram, and by webhook."""

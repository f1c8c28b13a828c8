"""Alerts about the bot's own troubles: to its owner in Telegram, and by webhook."""

"""Telegram as the worker sees it: typed updates, the Bot API client, chat actions."""

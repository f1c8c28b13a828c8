"""The control API: what tests and the chat page do as Telegram's people and as Telegram's fate."""

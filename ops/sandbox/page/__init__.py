"""The chat page: Telegram's chat window for people, in plain HTML, CSS and JavaScript."""

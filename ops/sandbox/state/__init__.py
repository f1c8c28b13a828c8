"""The state of the Telegram stand-in: people, chats, messages, files and pending updates."""

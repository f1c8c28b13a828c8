"""What the stand-in remembers: people, chats, messages, files, updates waiting for the bot."""

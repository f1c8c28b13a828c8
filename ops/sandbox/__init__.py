"""Local stand-ins for Telegram (with a chat page) and OpenAI, each with the vendor's HTTP API."""

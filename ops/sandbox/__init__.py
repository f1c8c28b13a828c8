"""Local stand-ins: a Telegram with a chat page, and a small OpenAI, each speaking the vendor's HTTP."""

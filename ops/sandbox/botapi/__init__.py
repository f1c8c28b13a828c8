"""The methods of the Bot API: each checks its parameters and returns a result, or raises BotApiError."""

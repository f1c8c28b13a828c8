"""/start, /help and the greeting."""

"""An operation is what the bot did at once; it is undone as a whole."""

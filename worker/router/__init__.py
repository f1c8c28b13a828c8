"""Which handler an update, a command or a callback goes to."""

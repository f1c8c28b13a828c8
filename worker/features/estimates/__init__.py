"""How long a task takes: estimates, actual times, accuracy."""

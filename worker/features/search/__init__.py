"""/find: tasks by their words and by their meaning."""

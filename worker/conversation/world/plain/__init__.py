"""Plain: wishes for the world said in plain words, recognised by whole sentences so that a task stays a task."""

"""A message in plain words becomes changes of tasks and an answer."""

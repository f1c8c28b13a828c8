"""/api: tasks, plans and requests for programs with a token."""

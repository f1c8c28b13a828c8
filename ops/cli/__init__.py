"""The `planner` command: everything a person or a container starts, sets up or checks."""

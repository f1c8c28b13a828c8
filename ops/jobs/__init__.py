"""`planner jobs` and `planner trace`: the dashboard's queries and commands in a terminal."""

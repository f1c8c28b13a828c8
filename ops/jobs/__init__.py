"""Jobs: `planner jobs` and `planner trace`: what the dashboard's hands do, from a terminal."""

"""The operator's queries and commands, used by the dashboard and the command line."""

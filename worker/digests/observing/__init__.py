"""Observing: up to three remarks of a model on a week, each of whose numbers is the database's own."""

"""Twins: every page as JSON, so that scripts can do what hands can."""

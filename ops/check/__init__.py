"""Checks the containers on a real Docker engine."""

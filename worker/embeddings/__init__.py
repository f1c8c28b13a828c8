"""Vectors of task titles and of searches."""

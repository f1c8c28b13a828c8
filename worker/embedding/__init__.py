"""Embedding: what a task means, as a vector, for finding others like it."""

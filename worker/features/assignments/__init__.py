"""Delegation: a task given to another is offered, answered, asked about and reported, and each side is told once."""

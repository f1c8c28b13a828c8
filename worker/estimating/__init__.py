"""Estimating: how long a task will take, learned from completed tasks like it, and how good that turned out."""

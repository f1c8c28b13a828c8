"""Starts: where both workers' jobs write how long they waited."""

LIST = "bench:starts"

"""Digests: what is sent by the clock: when it is due, and what stands in it."""

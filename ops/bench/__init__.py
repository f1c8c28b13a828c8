"""Bench: the product measured against its targets."""

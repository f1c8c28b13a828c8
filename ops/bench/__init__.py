"""Measures the product and compares the figures with their targets."""

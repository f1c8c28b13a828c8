"""Runs the product's understanding over a file of messages and scores the results."""

"""Requests that are read without a model."""

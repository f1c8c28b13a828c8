"""Sentences about businesses, projects and people, read without a model."""

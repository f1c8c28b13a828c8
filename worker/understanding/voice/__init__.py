"""A recording becomes text."""

"""The picture of a week."""

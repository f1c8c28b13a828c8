"""Comments on tasks: added in words, shown on the card."""

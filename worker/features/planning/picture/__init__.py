"""The picture of a day's plan."""

"""A model's remarks on a week, each checked against the rows."""

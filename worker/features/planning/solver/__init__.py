"""The solver: which tasks fit into a day, and when. Pure computation."""

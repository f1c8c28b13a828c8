"""How much open work a member has this week, against the hours they have left for it."""

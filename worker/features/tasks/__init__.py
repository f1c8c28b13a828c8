"""Tasks: lists, cards, editing, completing."""

"""Trained token labels: where clauses begin, what each asks for, and which of its words make the title."""

"""Tasks of other programs, sent as a file: shown first, then added together."""

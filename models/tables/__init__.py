"""The tables of PostgreSQL, one noun a file."""

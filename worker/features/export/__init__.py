"""Everything a person may take away, as one archive."""

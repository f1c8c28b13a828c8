"""Jobs: one file, one job."""

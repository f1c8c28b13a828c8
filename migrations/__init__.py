"""The steps of the database schema, run once and before everything else."""

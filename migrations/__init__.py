"""Migrations: the schema's steps, run once and before everything else."""

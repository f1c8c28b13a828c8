"""What every process needs to run: settings, database, clock, logs, error reports."""

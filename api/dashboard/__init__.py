"""Dashboard: see and steer every job, and follow one message."""

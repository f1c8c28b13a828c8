"""Runs jobs: arq's worker, attempts, retry policy, heartbeat."""

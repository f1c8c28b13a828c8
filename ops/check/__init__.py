"""Check: proves the containers on a real engine; for anyone who has Docker."""

"""The morning digest, the evening close and the weekly review."""

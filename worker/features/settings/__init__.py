"""A chat's settings: language, zone, travel, schedules."""

"""When a person works: hours, lunch, days off."""

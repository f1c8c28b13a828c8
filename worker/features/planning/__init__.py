"""The plan of a day: /plan, /now, its card and its picture."""

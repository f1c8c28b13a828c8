"""Picture: a day's plan as a timeline that can be read on a phone."""

"""Sets of weekdays as bits; bit 0 is Monday."""

EVERY_DAY = 0b1111111
WORKDAYS = 0b0011111

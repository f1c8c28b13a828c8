"""Weekdays: sets of them as bits, bit 0 for Monday."""

EVERY_DAY = 0b1111111
WORKDAYS = 0b0011111

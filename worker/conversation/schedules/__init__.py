"""Schedules: the commands, taps and words by which a person sets their clock and answers their digests."""

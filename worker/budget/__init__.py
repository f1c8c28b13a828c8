"""Prices, caps, and the ledger that reserves money before a model call and settles it after."""

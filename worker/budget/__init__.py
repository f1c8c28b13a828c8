"""Money: prices, caps, and the ledger that reserves before a call and settles after it."""

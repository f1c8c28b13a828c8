"""The word tables of the rules: verbs, phrases, trades and nicknames, one language or one matter a room."""

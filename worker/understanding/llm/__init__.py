"""Model: one structured question to a language model for each message, its answer checked by code."""

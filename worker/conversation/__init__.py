"""Conversation: what the bot says and what a person can do with it: commands, cards, taps, words."""

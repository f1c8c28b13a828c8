"""The scripted demo: a conversation played without a person, printed, and checked answer by answer."""

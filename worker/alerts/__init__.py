"""Alerts: looks for trouble, and tells the bot's owner once, in their language, and wherever else they want it told."""

"""Checklists of tasks: items with ticks on the card, also from Telegram's own checklists."""

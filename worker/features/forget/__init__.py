"""Erasing all data of a workspace or of one person."""

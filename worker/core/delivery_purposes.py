"""Purposes: which messages nobody waits for: they go in bulk, after everything that answers a person."""

# In the order they go: a reminder has a minute it belongs to, a digest a morning.
BULK: tuple[str, ...] = ("reminder", "digest")

"""Commands: one file, one command; the list of them is `registry.py`."""

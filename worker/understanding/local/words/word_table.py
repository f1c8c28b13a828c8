"""How the tables are written: words parted by spaces, read into sets."""


def listed(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())

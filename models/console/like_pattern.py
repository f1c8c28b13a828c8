"""A person's text inside a LIKE pattern."""


def pattern_containing(text: str) -> str:
    """A pattern that matches whatever contains the text; its own % and _ stand for themselves."""
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"

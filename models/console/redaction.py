"""Database errors quote the values of rows, which are people's texts: those are removed."""

import re

# SQLAlchemy's list of parameters, and PostgreSQL's own lines about the row.
_VALUES = re.compile(r"^[^\S\n]*(\[parameters: .*|DETAIL:.*|CONTEXT:.*)$", re.MULTILINE)


def redact_values(text: str | None) -> str | None:
    """An error or a traceback with the quoted values replaced."""
    return None if text is None else _VALUES.sub("[values hidden]", text)

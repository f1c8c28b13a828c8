"""Redaction: errors of the database quote the values they stumbled over, and those are people's words."""

import re

# SQLAlchemy's list of parameters, and PostgreSQL's own lines about the row.
_VALUES = re.compile(r"^[^\S\n]*(\[parameters: .*|DETAIL:.*|CONTEXT:.*)$", re.MULTILINE)


def without_values(text: str | None) -> str | None:
    """An error or a traceback with the quoted values struck out."""
    return None if text is None else _VALUES.sub("[values hidden]", text)

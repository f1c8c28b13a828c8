"""Shape errors: which errors come from the form of what was sent, so that no further try can help."""

import asyncpg
from pydantic import ValidationError
from sqlalchemy.exc import StatementError

from models.queue.update_payload import UnreadableError

# Text Postgres cannot hold, JSON too deep for Python, a number too long for a machine's word.
_SHAPES = (UnreadableError, UnicodeError, RecursionError, OverflowError, ValidationError)
# Data exceptions (NUL, numbers and dates out of range), and limits of the program (too deep, too long for an index).
_STATES = ("22", "54")


def is_shape_error(error: BaseException | None) -> bool:
    """True when the data itself is what is wrong: the same error would come at every try."""
    if isinstance(error, StatementError):
        return _refused_by_database(error.orig) or is_shape_error(error.orig)
    return isinstance(error, _SHAPES) or _refused_by_driver(error)


def _refused_by_database(error: BaseException | None) -> bool:
    state = str(getattr(error, "sqlstate", "") or "")
    return state.startswith(_STATES) or _refused_by_driver(getattr(error, "__cause__", None))


def _refused_by_driver(error: BaseException | None) -> bool:
    """asyncpg's own refusal of a value it cannot send: an InterfaceError like those of a lost connection."""
    return isinstance(error, asyncpg.InterfaceError) and isinstance(error, ValueError)

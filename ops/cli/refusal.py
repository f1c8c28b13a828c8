"""Errors that a person can fix end a command with one line and an exit code, not with a traceback."""

import functools
import os
from collections.abc import Callable
from typing import ParamSpec

import typer

WRONG_SETTING = 2
P = ParamSpec("P")


class CommandError(Exception):
    """A command cannot do what it was asked; the text is one line for the terminal."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


def clear_refusals(command: Callable[P, None]) -> Callable[P, None]:
    """Turn errors that a person can fix into one line: wrong settings end with code 2, the others with 1."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except CommandError as refusal:
            _say(str(refusal))
            raise typer.Exit(refusal.code) from None
        except Exception as error:
            found = _explained(error)
            if found is None:
                _bound_traceback()
                raise
            _say(found[0])
            raise typer.Exit(found[1]) from None

    return wrapped


def _bound_traceback() -> None:
    """A defect ends the command with a bounded traceback that shows no setting's value."""
    from models.runtime.logs import log_fatal_errors
    from models.runtime.secret_values import SecretValues

    log_fatal_errors(SecretValues.from_environment(os.environ))


def _explained(error: Exception) -> tuple[str, int] | None:
    """Line and exit code of a known error. The imports are here so that `--help` stays fast."""
    from models.runtime.settings import SettingsError
    from ops.stores import StoreError

    if isinstance(error, SettingsError):
        return f"Wrong setting: {error}", WRONG_SETTING
    if isinstance(error, StoreError):
        return str(error), 1
    if isinstance(error, OSError):
        return f"Not reachable: {error}", 1
    if type(error).__module__.partition(".")[0] in {"asyncpg", "sqlalchemy"}:
        return f"The database refused: {error}", 1
    return None


def _say(line: str) -> None:
    typer.echo(" ".join(line.split()), err=True)

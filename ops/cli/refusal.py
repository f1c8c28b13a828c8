"""Refusal: what cannot be done ends in one clear line and an exit code, never in a traceback."""

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
    """Turn the errors a person can fix into one line: wrong settings end with code 2, the rest with 1."""

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
                _keep_secrets_out_of_the_traceback()
                raise
            _say(found[0])
            raise typer.Exit(found[1]) from None

    return wrapped


def _keep_secrets_out_of_the_traceback() -> None:
    """A defect ends the command with its traceback: a short one that shows no setting's value."""
    from models.runtime.logs import tell_last_errors
    from models.runtime.secret_values import SecretValues

    tell_last_errors(SecretValues.of_environment(os.environ))


def _explained(error: Exception) -> tuple[str, int] | None:
    """Line and exit code of an error we know. The imports stand here so that `--help` stays quick."""
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

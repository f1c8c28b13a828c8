"""Dotenv: a person's commands read `.env` in the current folder; api, worker and sandbox never do."""

import os
from pathlib import Path

from dotenv import dotenv_values


def load(path: Path = Path(".env")) -> None:
    """Add what stands in `path` to this process's environment; what is set already wins."""
    for name, value in dotenv_values(path).items():
        if value is not None:
            os.environ.setdefault(name, value)

"""Interactive commands read `.env` in the current folder; api, worker and sandbox do not."""

import os
from pathlib import Path

from dotenv import dotenv_values


def load_dotenv_file(path: Path = Path(".env")) -> None:
    """Add the variables in `path` to this process's environment; existing ones take precedence."""
    for name, value in dotenv_values(path).items():
        if value is not None:
            os.environ.setdefault(name, value)

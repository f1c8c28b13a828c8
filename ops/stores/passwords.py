"""Generates the password of each embedded server, because other users of the machine can reach the loopback too."""

import os
import secrets
from pathlib import Path

SECRET_BYTES = 32


def read_or_create_secret(path: Path) -> str:
    """The secret in `path`, generated on first use and readable by its owner only. URL-safe letters and digits."""
    if path.exists() and (kept := path.read_text().strip()):
        return kept
    path.parent.mkdir(parents=True, exist_ok=True)
    made = secrets.token_hex(SECRET_BYTES)
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made)
    draft.replace(path)
    return made

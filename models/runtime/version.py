"""Which version of this code runs."""

import subprocess
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_SECONDS = 5


@lru_cache
def product_version() -> str:
    """The installed package's version; in a working copy its commit, such as "commit 1a2b3c4"; else "unknown"."""
    try:
        return version("business-planner")
    except PackageNotFoundError:
        return _commit()


def _commit() -> str:
    folder = Path(__file__).parents[2]
    if not (folder / ".git").exists():
        return "unknown"
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git made the working copy
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return f"commit {found.stdout.strip()}"

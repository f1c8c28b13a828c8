"""Which version of this code runs."""

import re
import subprocess
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_SECONDS = 5
_FOLDER = Path(__file__).parents[2]


@lru_cache
def product_version() -> str:
    """The installed package's version; in a working copy the project's with the commit, such as "0.3.0+g1a2b3c4"."""
    try:
        return version("business-planner")
    except PackageNotFoundError:
        return f"{_of_project()}{_commit()}"


def _of_project() -> str:
    project = (_FOLDER / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "(.+)"$', project, re.MULTILINE)
    return found[1] if found else "unknown"


def _commit() -> str:
    """ "+g1a2b3c4", as images have it; empty where there is no git or no history."""
    if not (_FOLDER / ".git").exists():
        return ""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git made the working copy
            cwd=_FOLDER,
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return f"+g{found.stdout.strip()}"

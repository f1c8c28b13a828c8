"""Prints the notes of a release, as the changelog has them: `python -m ops.release.notes 0.3.0`."""

import os
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


class ReleaseError(Exception):
    """The changelog or the project does not fit the release; the text says how."""


def notes_of(changelog: str, version: str) -> str:
    """The section of `version` without its heading, each paragraph and list item on one line.

    A host of releases shows a line break within a sentence as one. Raises ReleaseError when there is no such section, or
    nothing in it.
    """
    found = re.search(rf"^## \[{re.escape(version)}\].*\n((?:(?!## ).*\n?)*)", changelog, re.MULTILINE)
    if found is None:
        raise ReleaseError(f"CHANGELOG.md has no section [{version}]")
    notes = re.sub(r"(?<=\S)\n +(?=\S)(?!- )", " ", found[1]).strip()
    if not notes:
        raise ReleaseError(f"CHANGELOG.md says nothing about {version}")
    return notes + "\n"


def with_whole_links(notes: str, folder: str) -> str:
    """The notes with links to files of the repository as addresses below `folder`: elsewhere a path leads nowhere."""
    return re.sub(r"\]\((?!\w+:|#)", f"]({folder}/", notes)


def check_version(project: str, version: str) -> None:
    """Raise ReleaseError when the project's own number (in the text of pyproject.toml) is not `version`."""
    own = tomllib.loads(project)["project"]["version"]
    if own != version:
        raise ReleaseError(f"the tag says {version}, pyproject.toml {own}")


def main(version: str) -> int:
    """Print the notes; 1 and one line on standard error when there are none or the project has another number."""
    try:
        check_version((ROOT / "pyproject.toml").read_text(encoding="utf-8"), version)
        notes = notes_of((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    except ReleaseError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if repository := os.environ.get("GITHUB_REPOSITORY"):
        server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
        notes = with_whole_links(notes, f"{server}/{repository}/blob/v{version}")
    sys.stdout.write(notes)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].removeprefix("v")))

"""The notes of a release are cut from the changelog by the command that the delivery runs."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ops.release.notes import ReleaseError, check_version, notes_of, with_whole_links

ROOT = Path(__file__).parents[3]
CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-01-02

### Added

- One thing that
  goes on.
- Another.
  - Below it.

## [1.1.0] - 2026-01-01

- Older.

## [1.0.0] - 2025-12-31
"""


def test_a_section_is_cut_whole_and_its_sentences_are_lines() -> None:
    assert (
        notes_of(CHANGELOG, "1.2.0") == "### Added\n\n- One thing that goes on.\n- Another.\n  - Below it.\n"
    )
    assert notes_of(CHANGELOG, "1.1.0") == "- Older.\n"


@pytest.mark.parametrize(
    ("version", "reason"),
    [("1.3.0", "has no section"), ("1.0.0", "says nothing"), ("1x2.0", "has no section")],
)
def test_a_version_without_notes_is_refused(version: str, reason: str) -> None:
    with pytest.raises(ReleaseError, match=reason):
        notes_of(CHANGELOG, version)


def test_links_to_files_lead_into_the_release_and_others_stay() -> None:
    told = "[a](ops/docs/seed.md#daily-commands), [b](https://example.com), [c](#here)"
    assert with_whole_links(told, "https://host/a/b/blob/v1") == (
        "[a](https://host/a/b/blob/v1/ops/docs/seed.md#daily-commands), [b](https://example.com), [c](#here)"
    )


def test_a_tag_of_another_version_than_the_project_s_is_refused() -> None:
    with pytest.raises(ReleaseError, match=r"the tag says 1\.2\.0, pyproject\.toml 1\.1\.0"):
        check_version('[project]\nversion = "1.1.0"\n', "1.2.0")


def test_the_command_prints_the_notes_of_this_release_in_any_python() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    # -S: as in the delivery, without our libraries.
    command = [sys.executable, "-S", "-m", "ops.release.notes", f"v{version}"]
    shown = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout == notes_of((ROOT / "CHANGELOG.md").read_text(), version)
    assert "### " in shown.stdout

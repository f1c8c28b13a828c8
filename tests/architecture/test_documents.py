"""The documents keep their form: a README short enough to be read, a changelog by version, transcripts made on demand."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().split()) <= 900


def test_transcripts_are_not_committed() -> None:
    generated = ("week.md", "month.md", "transcript_30.md")
    assert [name for name in generated if (ROOT / "ops" / "docs" / name).exists()] == []


def test_the_changelog_has_versions_with_dates_and_known_sections() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    first, *versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert first == "[Unreleased]"
    assert [line for line in versions if not re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", line)] == []
    sections = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert sections <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    for version in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        found = re.findall(r"^### (.+)$", version, re.MULTILINE)
        assert len(found) == len(set(found)), version.splitlines()[0]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert versions[0].startswith(f"[{project['version']}]")

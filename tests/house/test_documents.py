"""The documents keep their form: a README short enough to be read, a changelog by version, transcripts made on demand."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().split()) <= 900


def test_transcripts_are_not_committed() -> None:
    generated = ("week.md", "month.md", "transcript_30.md")
    assert [name for name in generated if (ROOT / "ops" / "docs" / name).exists()] == []

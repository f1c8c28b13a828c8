"""The settings' pages are written from the class, so they cannot grow old."""

from pathlib import Path

import pytest

from models.settings import Settings
from ops.cli import settings_pages
from ops.cli.refusal import CommandError

ROOT = Path(__file__).parents[3]


def test_env_example_is_up_to_date() -> None:
    assert (ROOT / ".env.example").read_text() == settings_pages.as_env()


def test_the_readmes_table_is_up_to_date() -> None:
    page = (ROOT / "README.md").read_text()
    assert settings_pages.with_table(page) == page


def test_every_variable_is_on_every_page() -> None:
    for name in Settings.model_fields:
        assert f"{name.upper()}=" in settings_pages.as_env()
        assert f"| `{name.upper()}` |" in settings_pages.as_table()
        assert f"{name.upper()}  [" in settings_pages.as_text()


def test_a_copied_env_example_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ops.cli import dotenv

    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
        monkeypatch.delenv(name.upper())
    unset = Settings()
    example = tmp_path / ".env"
    example.write_text(settings_pages.as_env())
    dotenv.load(example)
    assert Settings() == unset


def test_a_readme_without_marks_is_refused() -> None:
    with pytest.raises(CommandError, match=r"README\.md needs the lines"):
        settings_pages.with_table("# A page\n")


def test_what_stands_around_the_table_is_kept() -> None:
    page = f"before\n{settings_pages.BEGIN}\nan older table\n{settings_pages.END}\nafter\n"
    made = settings_pages.with_table(page)
    assert made.startswith("before\n")
    assert made.endswith("\nafter\n")
    assert "an older table" not in made

"""The settings' pages are written from the class, so they cannot grow old."""

from pathlib import Path

import pytest

from models.runtime.settings import Settings
from ops.cli import settings_pages
from ops.cli.refusal import CommandError

ROOT = Path(__file__).parents[3]


def test_env_example_is_up_to_date() -> None:
    assert (ROOT / ".env.example").read_text() == settings_pages.as_env()


def test_the_configuration_page_is_up_to_date() -> None:
    assert (ROOT / "ops/docs/configuration.md").read_text() == settings_pages.as_page()


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
    dotenv.load_dotenv_file(example)
    assert Settings() == unset


def test_both_pages_are_written_at_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "ops" / "docs").mkdir(parents=True)
    settings_pages.write_all(tmp_path)
    assert (tmp_path / ".env.example").read_text() == settings_pages.as_env()
    assert (tmp_path / "ops/docs/configuration.md").read_text() == settings_pages.as_page()


def test_elsewhere_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder ops/docs"):
        settings_pages.write_all(tmp_path)
    assert list(tmp_path.iterdir()) == []

"""A Telegram stand-in in a process of its own, for commands that talk to Telegram."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from models.runtime.settings import Settings, settings
from ops.cli import planner_processes
from ops.cli.webhook import Bot
from ops.sandbox.settings import SANDBOX_TOKEN
from ops.stores import free_port, scratch_folder
from tests.patience import PATIENCE_SECONDS


@dataclass(frozen=True)
class Telegram:
    """The stand-in's address, and its bot."""

    address: str

    @property
    def bot(self) -> Bot:
        return Bot(f"{self.address}/bot", SANDBOX_TOKEN)

    @property
    def variables(self) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": SANDBOX_TOKEN,
            "TELEGRAM_API_BASE_URL": f"{self.address}/bot",
            "TELEGRAM_FILE_BASE_URL": f"{self.address}/file/bot",
        }

    def forget(self) -> None:
        httpx.post(f"{self.address}/control/reset", json={}).raise_for_status()


@pytest.fixture(scope="session")
def _stand_in() -> Iterator[Telegram]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with scratch_folder("test") as folder:
        part = planner_processes.sandbox_process(
            dict(os.environ) | {"PORT": str(port)}, folder / "sandbox.log", address
        )
        part.launch()
        part.server.wait_until(part.ready, PATIENCE_SECONDS)
        yield Telegram(address)
        part.server.end()


@pytest.fixture
def telegram(_stand_in: Telegram) -> Iterator[Telegram]:
    _stand_in.forget()
    yield _stand_in
    _stand_in.forget()


@pytest.fixture
def clean_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """No setting of the person who runs the tests counts, and none of a test stays."""
    for name in Settings.model_fields:
        for variable in (name.upper(), f"{name.upper()}_FILE"):
            monkeypatch.setenv(variable, "")
            monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()

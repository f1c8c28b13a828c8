"""The bot, or else the demo, that runs in this folder: commands use its stores where no others are named."""

import os
from pathlib import Path

from ops.cli import dotenv
from ops.cli.run_folder import is_locked, read_note

PLANNER_FOLDER = Path(".planner")
_ADDRESSES = ("DATABASE_URL", "REDIS_URL")


def running_stores(folder: Path = PLANNER_FOLDER) -> dict[str, str]:
    """Addresses of the embedded stores of the bot, or else of the demo; empty when neither runs here."""
    for place in (folder / "run", folder / "demo"):
        if is_locked(place):
            return {name: found for name, found in read_note(place).items() if name in _ADDRESSES}
    return {}


def use_running_stores(folder: Path = PLANNER_FOLDER) -> None:
    """Put `.env` and the running bot's addresses into this process's environment; what is set there takes precedence."""
    dotenv.load_dotenv_file()
    for name, address in running_stores(folder).items():
        if not os.environ.get(name) and not os.environ.get(f"{name}_FILE"):
            os.environ[name] = address

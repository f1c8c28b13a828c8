"""The servers of the tests: real ones, copied from one that was made and migrated once."""

import atexit
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Self

from migrations.upgrade import migrate
from models.runtime.settings import Settings
from ops.stores import Postgres, Valkey, scratch_folder

SECRET = "story-secret"
OWNER = 1001
_numbers = count(1)


@dataclass
class Stores:
    """Two servers, and a database each story gets a copy of."""

    postgres: Postgres
    valkey: Valkey

    @classmethod
    def started(cls, folder: Path, *, fast: bool, memory_mb: int = 48) -> Self:
        """Both servers below `folder`, with the migrated template."""
        stores = cls(
            _seed().copied(folder / "postgres", fast=fast), Valkey(folder / "valkey", memory_mb=memory_mb)
        )
        stores.postgres.start()
        stores.valkey.start()
        return stores

    def stop(self) -> None:
        """End both."""
        self.valkey.stop()
        self.postgres.stop()

    def new_database(self) -> tuple[str, str]:
        """A migrated, empty database: its name and address."""
        name = f"story_{next(_numbers)}"
        return name, self.postgres.create_database(name, template="template_planner")


@cache
def _seed() -> Postgres:
    """A stopped PostgreSQL with the migrated template: made once a process, as it takes twenty times what a copy takes."""
    folder = _until_the_end.enter_context(scratch_folder("seed"))
    postgres = Postgres(folder / "postgres", fast=True)
    postgres.start()
    try:
        url = settings_for(database_url=postgres.ensure_database("template_planner")).database_url
        with ThreadPoolExecutor(1) as beside:  # it runs a loop of its own, and ours may run here
            beside.submit(migrate, url).result()
    finally:
        postgres.stop()
    return postgres


_until_the_end = ExitStack()
atexit.register(_until_the_end.close)


def settings_for(**values: Any) -> Settings:
    """Settings of a test: nothing comes from the surroundings."""
    given = {
        "environment": "test",
        "telegram_secret_token": SECRET,
        "owner_telegram_id": OWNER,
        "default_zone": "Europe/Berlin",
        "worker_grace_seconds": 2,
        "telegram_chat_burst": 50,
        "openai_api_key": None,
        **values,
    }
    return Settings(**given)

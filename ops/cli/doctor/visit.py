"""Visit: the order in which the doctor looks, and what is looked at when an address is not set."""

from collections.abc import Callable, Iterator
from pathlib import Path

from models.runtime.settings import Settings, SettingsError, read_settings
from ops.cli import dotenv
from ops.cli.doctor import (
    machine_check,
    openai_check,
    postgres_check,
    redis_check,
    settings_check,
    telegram_check,
)
from ops.cli.doctor.findings import Finding, fail, ok
from ops.cli.progress import say
from ops.cli.run_folder import is_held, read_note
from ops.stores import StoreError
from ops.stores.postgres import installed_programs
from ops.stores.valkey import installed_program


def run(folder: Path) -> int:
    """Print all findings, worst news included; returns 1 when something fails."""
    dotenv.load()
    failed = False
    for finding in visit(folder):
        say(str(finding))
        failed = failed or finding.level == "fail"
    say("\nSome checks failed." if failed else "\nNo check failed.")
    return int(failed)


def visit(folder: Path) -> Iterator[Finding]:
    """Every finding about this machine and the environment's settings. `folder` is where a planner may run."""
    try:
        chosen = read_settings()
    except (SettingsError, SystemExit) as error:
        yield fail(
            "settings", str(error), "correct it in the environment or in .env; `planner settings` explains"
        )
        yield from machine_check.disk(folder)
        return
    yield from settings_check.look(chosen)
    yield from machine_check.disk(folder)
    stores = _running_stores(folder)
    yield from _database(chosen, stores.get("DATABASE_URL"))
    yield from _redis(chosen, stores.get("REDIS_URL"))
    yield from telegram_check.look(chosen)
    yield from openai_check.look(chosen)


def _running_stores(folder: Path) -> dict[str, str]:
    """Addresses of the embedded stores of the bot, or else of the demo, if one runs here."""
    for place in (folder / "run", folder / "demo"):
        if is_held(place):
            return read_note(place)
    return {}


def _database(chosen: Settings, running: str | None) -> Iterator[Finding]:
    if "database_url" in chosen.model_fields_set:
        yield from postgres_check.look(chosen.database_url)
    elif running:
        yield from postgres_check.look(running)
    else:
        yield _embedded("PostgreSQL", "DATABASE_URL", installed_programs)


def _redis(chosen: Settings, running: str | None) -> Iterator[Finding]:
    if "redis_url" in chosen.model_fields_set:
        yield from redis_check.look(chosen.redis_url)
    elif running:
        yield from redis_check.look(running)
    else:
        yield _embedded("Redis", "REDIS_URL", installed_program)


def _embedded(what: str, name: str, find: Callable[[], Path]) -> Finding:
    try:
        find()
    except StoreError as error:
        return fail(what, str(error), f"set {name}, or install ops/requirements/local.txt")
    return ok(what, f"{name} is not set; `planner up` starts an embedded server, none runs now")

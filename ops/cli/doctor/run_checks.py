"""The order of the checks, and which stores are checked when no address is set."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from models.runtime.settings import Settings, SettingsError, read_settings
from ops.cli import dotenv
from ops.cli.doctor import (
    machine_check,
    misspelt_settings,
    openai_check,
    postgres_check,
    redis_check,
    settings_check,
    telegram_check,
    verdict_check,
)
from ops.cli.doctor.findings import Finding, fail, ok
from ops.cli.progress import print_now
from ops.cli.running_bot import running_stores
from ops.stores import StoreError
from ops.stores.postgres import installed_programs
from ops.stores.valkey import installed_program


def run_doctor(folder: Path) -> int:
    """Print all findings; returns 1 when a check fails."""
    dotenv.load_dotenv_file()
    failed = False
    for finding in find_problems(folder):
        print_now(str(finding))
        failed = failed or finding.level == "fail"
    print_now("\nSome checks failed." if failed else "\nNo check failed.")
    return int(failed)


def find_problems(folder: Path) -> Iterator[Finding]:
    """All findings. `folder` is where a planner may be running."""
    yield from misspelt_settings.check_spelling(os.environ)
    try:
        chosen = read_settings()
    except (SettingsError, SystemExit) as error:
        yield fail(
            "settings", str(error), "correct it in the environment or in .env; `planner settings` explains"
        )
        yield from machine_check.check_free_disk(folder)
        return
    yield from settings_check.check_settings(chosen)
    yield from machine_check.check_free_disk(folder)
    if chosen.environment == "production":
        yield from machine_check.check_memory_settings()
    stores = running_stores(folder)
    yield from _database(chosen, stores.get("DATABASE_URL"))
    yield from _redis(chosen, stores.get("REDIS_URL"))
    yield from telegram_check.check_telegram(chosen)
    yield from openai_check.check_openai(chosen)
    yield from _verdict(chosen, stores)


def _verdict(chosen: Settings, running: dict[str, str]) -> Iterator[Finding]:
    """The verdict on the bot, where its stores have addresses."""
    names = ("DATABASE_URL", "REDIS_URL")
    found = {
        name.lower(): running[name]
        for name in names
        if name.lower() not in chosen.model_fields_set and running.get(name)
    }
    if {"database_url", "redis_url"} <= chosen.model_fields_set | set(found):
        yield from verdict_check.check_verdict(read_settings(**found))


def _database(chosen: Settings, running: str | None) -> Iterator[Finding]:
    if "database_url" in chosen.model_fields_set:
        yield from postgres_check.check_postgres(chosen.database_url)
    elif running:
        yield from postgres_check.check_postgres(running)
    else:
        yield _embedded("PostgreSQL", "DATABASE_URL", installed_programs)


def _redis(chosen: Settings, running: str | None) -> Iterator[Finding]:
    if "redis_url" in chosen.model_fields_set:
        yield from redis_check.check_redis(chosen.redis_url)
    elif running:
        yield from redis_check.check_redis(running)
    else:
        yield _embedded("Redis", "REDIS_URL", installed_program)


def _embedded(what: str, name: str, find: Callable[[], Path]) -> Finding:
    try:
        find()
    except StoreError as error:
        return fail(what, str(error), f"set {name}, or install ops/requirements/local.txt")
    return ok(what, f"{name} is not set; `planner up` starts an embedded server, none is running")

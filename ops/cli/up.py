"""Up: the real bot on one machine: embedded stores where none are named, then migrate, api and worker."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from models.runtime.settings import Settings, read_settings
from ops.cli import dotenv, parts, ports, webhook
from ops.cli.progress import say, step
from ops.cli.refusal import WRONG_SETTING, CommandError
from ops.cli.run_folder import AlreadyRunningError, held, write_note
from ops.cli.supervisor import StopAskedError, Supervisor
from ops.stores import Postgres, Valkey
from ops.stores.passwords import kept_secret


def run(folder: Path) -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit code. Raises SettingsError, CommandError, StoreError."""
    dotenv.load()
    chosen = read_settings()
    if chosen.telegram_bot_token is None:
        raise CommandError(webhook.HOW_TO_GET_A_BOT, WRONG_SETTING)
    try:
        with held(folder / "run") as place, Supervisor() as supervisor:
            start(supervisor, chosen, place)
            supervisor.watch()
    except AlreadyRunningError as running:
        raise CommandError(
            f"Already running here: {running.note.get('api', 'it is just starting')}"
        ) from None
    except StopAskedError:
        pass
    say("Stopped.")
    return 0


def start(supervisor: Supervisor, chosen: Settings, place: Path) -> None:
    """Start everything that `planner up` runs, and say where it is."""
    env = dict(os.environ)
    env["PORT"] = str(_port(chosen))
    env |= _webhook_secret(chosen, place)
    env |= start_stores(supervisor, place, chosen.model_fields_set)
    migrate(supervisor, env)
    address = f"http://{_local(chosen.host)}:{env['PORT']}"
    ready = read_settings(**_overrides(env))
    _choose_door(ready)
    supervisor.add(parts.api(env, None, address))
    supervisor.add(parts.worker(env, None, address, chosen.worker_grace_seconds))
    write_note(
        place, {"api": address, **{name: env[name] for name in ("DATABASE_URL", "REDIS_URL") if name in env}}
    )
    say(f"\nThe bot runs. Dashboard: {address}/dashboard\nCtrl-C stops it.")


def start_stores(supervisor: Supervisor, place: Path, given: set[str]) -> dict[str, str]:
    """Start the embedded stores whose settings are not among `given`; returns the variables that name them."""
    named = {}
    if "database_url" not in given:
        postgres = Postgres(place / "postgres")
        supervisor.add(parts.store(postgres))
        if (place / "postgres").is_symlink():
            say(f"PostgreSQL does not run as root, and others cannot enter {place.resolve()}:")
            say(f"its data is in {(place / 'postgres').resolve()}")
        named["DATABASE_URL"] = postgres.ensure_database()
    if "redis_url" not in given:
        valkey = Valkey(place / "valkey")
        supervisor.add(parts.store(valkey))
        named["REDIS_URL"] = valkey.url
    return named


def migrate(supervisor: Supervisor, env: Mapping[str, str]) -> None:
    """Bring the schema up to date, in a process of its own, so that ours stays small."""
    supervisor.check()
    with step("schema"):
        done = subprocess.run(  # noqa: S603 - our own command
            parts.command("migrate"), env=parts.environment(env), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CommandError(
                f"The schema could not be migrated: {' | '.join(done.stderr.splitlines()[-3:])}"
            )
    supervisor.check()


def _port(chosen: Settings) -> int:
    """The port the api gets: the one that was asked for, or else the default or the next free one."""
    if "port" in chosen.model_fields_set and chosen.port:
        if not ports.is_free(chosen.port, chosen.host):
            raise CommandError(f"PORT {chosen.port} is taken by another program.")
        return chosen.port
    port = ports.free_from(chosen.port or 8000, chosen.host)
    if port != chosen.port:
        say(f"Port {chosen.port} is taken: the api takes {port}.")
    return port


def _webhook_secret(chosen: Settings, place: Path) -> dict[str, str]:
    """In development a webhook gets a secret of our own making, the same one each time."""
    if chosen.webhook_url is None or chosen.telegram_secret_token or chosen.environment == "production":
        return {}
    return {"TELEGRAM_SECRET_TOKEN": kept_secret(place / "webhook.secret")}


def _overrides(env: Mapping[str, str]) -> dict[str, str]:
    """What we found for the api and worker, as arguments of the settings."""
    names = ("DATABASE_URL", "REDIS_URL", "TELEGRAM_SECRET_TOKEN", "PORT")
    return {name.lower(): env[name] for name in names if env.get(name)}


def _choose_door(chosen: Settings) -> None:
    """Set the webhook, or take it away so that the api can poll. An unreachable Telegram is only said."""
    with step("Telegram"):
        try:
            if chosen.webhook_url:
                webhook.set_webhook(chosen)
            else:
                webhook.bot_of(chosen).delete_webhook()
        except webhook.TelegramUnreachableError as refusal:
            say(f"{refusal}; the bot goes on trying")
        except webhook.TelegramRefusedError as refusal:
            if refusal.status in {401, 404}:
                raise CommandError(
                    "TELEGRAM_BOT_TOKEN is refused by Telegram: it knows no such bot.", 2
                ) from None
            raise


def _local(host: str) -> str:
    """How we ourselves reach a server that listens on `host`."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host

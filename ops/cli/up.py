"""`planner up`: the bot on one machine, with embedded stores unless some are configured."""

import os
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from models.runtime.settings import Settings, read_settings
from ops.cli import dotenv, planner_processes, ports, webhook
from ops.cli.doctor.misspelt_settings import check_spelling
from ops.cli.progress import print_now, report_step
from ops.cli.refusal import WRONG_SETTING, CommandError
from ops.cli.run_folder import AlreadyRunningError, lock_run_folder, write_note
from ops.cli.supervisor import StopAskedError, Supervisor
from ops.stores import Postgres, Valkey
from ops.stores.passwords import read_or_create_secret


def run_planner(folder: Path) -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit code. Raises SettingsError, CommandError, StoreError."""
    dotenv.load_dotenv_file()
    for finding in check_spelling(os.environ):
        print_now(str(finding))
    chosen = read_settings()
    if chosen.telegram_bot_token is None:
        raise CommandError(webhook.HOW_TO_GET_A_BOT, WRONG_SETTING)
    try:
        with lock_run_folder(folder / "run") as place, Supervisor() as supervisor:
            start_planner(supervisor, chosen, place)
            supervisor.watch()
    except AlreadyRunningError as running:
        raise CommandError(f"Already running here: {running.note.get('api', 'it is starting')}") from None
    except StopAskedError:
        pass
    print_now("Stopped.")
    return 0


def start_planner(supervisor: Supervisor, chosen: Settings, place: Path) -> None:
    """Start everything that `planner up` runs and print the addresses."""
    env = dict(os.environ)
    listening = _listen(chosen)
    env["PORT"] = str(ports.port_of(listening))
    env |= _webhook_secret(chosen, place)
    env |= start_stores(supervisor, place, chosen.model_fields_set)
    run_migrations(supervisor, env)
    address = f"http://{_local(chosen.host)}:{env['PORT']}"
    ready = read_settings(**_overrides(env))
    _configure_updates(ready)
    supervisor.add(planner_processes.api_process(env, None, address, listening))
    supervisor.add(planner_processes.worker_process(env, None, address, chosen.worker_grace_seconds))
    write_note(
        place, {"api": address, **{name: env[name] for name in ("DATABASE_URL", "REDIS_URL") if name in env}}
    )
    print_now(f"\nThe bot is running. {dashboard_line(ready, address)}\nCtrl-C stops it.")


def dashboard_line(chosen: Settings, address: str) -> str:
    """Where the dashboard is; without one its address would answer 404."""
    if chosen.dashboard_open or chosen.dashboard_password is not None:
        return f"Dashboard: {address}/dashboard"
    return "It has no dashboard: set DASHBOARD_PASSWORD, or DASHBOARD_OPEN=true on a laptop."


def start_stores(supervisor: Supervisor, place: Path, given: set[str]) -> dict[str, str]:
    """Start the embedded stores whose settings are not among `given`; returns the variables with their addresses."""
    named = {}
    if "database_url" not in given:
        postgres = Postgres(place / "postgres")
        supervisor.add(planner_processes.store_process(postgres))
        if (place / "postgres").is_symlink():
            print_now(f"PostgreSQL does not run as root, and other users cannot access {place.resolve()}:")
            print_now(f"its data is in {(place / 'postgres').resolve()}")
        named["DATABASE_URL"] = postgres.ensure_database()
    if "redis_url" not in given:
        valkey = Valkey(place / "valkey")
        supervisor.add(planner_processes.store_process(valkey))
        named["REDIS_URL"] = valkey.url
    return named


def run_migrations(supervisor: Supervisor, env: Mapping[str, str]) -> None:
    """Migrate the schema in a process of its own, to keep this one small."""
    supervisor.check()
    with report_step("schema"):
        done = subprocess.run(  # noqa: S603 - our own command
            planner_processes.planner_command("migrate"),
            env=planner_processes.process_environment(env),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(
                f"The schema could not be migrated: {' | '.join(done.stderr.splitlines()[-3:])}"
            )
    supervisor.check()


def _listen(chosen: Settings) -> socket.socket:
    """A socket on the api's port: the configured one, or else the default or the next free one."""
    if "port" in chosen.model_fields_set and chosen.port:
        listening = ports.listen_on(chosen.port, chosen.host)
        if listening is None:
            raise CommandError(f"PORT {chosen.port} is in use by another program.")
        return listening
    listening = ports.listen_from(chosen.port or 8000, chosen.host)
    if ports.port_of(listening) != chosen.port:
        print_now(f"Port {chosen.port} is in use: the api uses {ports.port_of(listening)}.")
    return listening


def _webhook_secret(chosen: Settings, place: Path) -> dict[str, str]:
    """In development, a generated webhook secret, the same at each start."""
    if chosen.webhook_url is None or chosen.telegram_secret_token or chosen.environment == "production":
        return {}
    return {"TELEGRAM_SECRET_TOKEN": read_or_create_secret(place / "webhook.secret")}


def _overrides(env: Mapping[str, str]) -> dict[str, str]:
    """The environment of api and worker as arguments of the settings."""
    names = ("DATABASE_URL", "REDIS_URL", "TELEGRAM_SECRET_TOKEN", "PORT")
    return {name.lower(): env[name] for name in names if env.get(name)}


def _configure_updates(chosen: Settings) -> None:
    """Set the webhook, or delete it so that the api can poll. An unreachable Telegram is only reported."""
    with report_step("Telegram"):
        try:
            if chosen.webhook_url:
                webhook.set_configured_webhook(chosen)
            else:
                webhook.bot_of(chosen).delete_webhook()
        except webhook.TelegramUnreachableError as refusal:
            print_now(f"{refusal}; the bot keeps trying")
        except webhook.TelegramRefusedError as refusal:
            if refusal.status in {401, 404}:
                raise CommandError(
                    "TELEGRAM_BOT_TOKEN is refused by Telegram: it knows no such bot.", 2
                ) from None
            raise


def _local(host: str) -> str:
    """The address under which this machine reaches a server that listens on `host`."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host

"""`planner demo`: the whole product with a stand-in for Telegram, to try it without keys."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path

from models.runtime.settings import Settings
from ops.cli import planner_processes, ports, webhook
from ops.cli.progress import print_now, report_step
from ops.cli.run_folder import AlreadyRunningError, lock_run_folder, write_note
from ops.cli.supervisor import StopAskedError, Supervisor
from ops.cli.up import run_migrations, start_stores
from ops.sandbox.settings import SANDBOX_TOKEN
from ops.stores.passwords import read_or_create_secret

API_PORT = 8000
PAGE_PORT = 8081
OWNER = 1001
# The settings a demo takes from the environment; it chooses all others itself.
PASSED_ON = ("openai_", "understanding", "budget_", "log_level", "sandbox_")


def run_demo(folder: Path) -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit code. Raises CommandError, StoreError."""
    try:
        with lock_run_folder(folder / "demo") as place, Supervisor() as supervisor:
            addresses = start_demo(supervisor, place)
            print_now(_welcome(addresses, place))
            supervisor.watch()
    except AlreadyRunningError as running:
        print_now(
            "The demo is already running"
            + (f":\n{_places(running.note)}" if running.note else ", it is starting.")
        )
        return 0
    except StopAskedError:
        pass
    print_now("Stopped. Your tasks are kept for next time.")
    return 0


def start_demo(
    supervisor: Supervisor,
    place: Path,
    extra: Mapping[str, str] | None = None,
    *,
    page_port: int = 0,
    api_port: int = 0,
) -> dict[str, str]:
    """Start stores, stand-in, api and worker with their data in `place`; returns their addresses.

    `extra` variables go to every process. Without ports, the defaults or the next free ones are used.
    """
    stores = start_stores(supervisor, place, set())
    page_socket = _listen("chat page", page_port, PAGE_PORT)
    api_socket = _listen("api", api_port, API_PORT)
    page_port, api_port = ports.port_of(page_socket), ports.port_of(api_socket)
    page, api = f"http://127.0.0.1:{page_port}", f"http://127.0.0.1:{api_port}"
    env = demo_environment(place, page, api) | stores | dict(extra or {})
    run_migrations(supervisor, env)
    logs = place / "logs"
    supervisor.add(
        planner_processes.sandbox_process(
            env | {"PORT": str(page_port)}, logs / "sandbox.log", page, page_socket
        )
    )
    api_env = env | {"PORT": str(api_port)}
    supervisor.add(planner_processes.api_process(api_env, logs / "api.log", api, api_socket))
    supervisor.add(planner_processes.worker_process(api_env, logs / "worker.log", api, 20))
    with report_step("webhook"):
        bot = webhook.Bot(env["TELEGRAM_API_BASE_URL"], env["TELEGRAM_BOT_TOKEN"])
        bot.set_webhook(f"{api}/webhook/telegram", env["TELEGRAM_SECRET_TOKEN"])
    addresses = {"page": page, "api": api, "DATABASE_URL": env["DATABASE_URL"], "REDIS_URL": env["REDIS_URL"]}
    write_note(place, addresses)
    return addresses


def demo_environment(place: Path, page: str, api: str) -> dict[str, str]:
    """The environment of the demo's processes: without the settings of a real bot, but with keys for models."""
    ours = {name for field in Settings.model_fields for name in (field.upper(), f"{field.upper()}_FILE")}
    passed = {
        name: value
        for name, value in os.environ.items()
        if name.upper() not in ours or name.lower().startswith(PASSED_ON)
    }
    return passed | {
        "ENVIRONMENT": "development",
        "HOST": "127.0.0.1",
        "TELEGRAM_BOT_TOKEN": SANDBOX_TOKEN,
        "TELEGRAM_SECRET_TOKEN": read_or_create_secret(place / "webhook.secret"),
        "TELEGRAM_API_BASE_URL": f"{page}/bot",
        "TELEGRAM_FILE_BASE_URL": f"{page}/file/bot",
        "OWNER_TELEGRAM_ID": str(OWNER),
        "WEBHOOK_URL": api,
        "DASHBOARD_OPEN": "true",
        "SANDBOX_DATA": str((place / "sandbox").resolve()),
    }


def _listen(what: str, wanted: int, usual: int) -> socket.socket:
    """A socket on `wanted`, or, when that is 0, on the usual port or the next free one. Raises OSError."""
    if wanted:
        return ports.listen_from(wanted)
    listening = ports.listen_from(usual)
    if ports.port_of(listening) != usual:
        print_now(f"Port {usual} is in use: the {what} uses {ports.port_of(listening)}.")
    return listening


def _welcome(addresses: Mapping[str, str], place: Path) -> str:
    has_key = os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_API_KEY_FILE")
    reader = "OpenAI" if has_key else "local rules (set OPENAI_API_KEY to use a model)"
    return (
        f"\n{_places(addresses)}\n  Reads by   {reader}\n  Logs       {place / 'logs'}\n\n"
        "Write to the bot on the chat page. Ctrl-C stops everything; your tasks are kept."
    )


def _places(addresses: Mapping[str, str]) -> str:
    return f"  Chat page  {addresses['page']}/\n  Dashboard  {addresses['api']}/dashboard"

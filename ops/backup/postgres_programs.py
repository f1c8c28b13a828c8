"""Runs PostgreSQL's programs; the password is passed in their environment, never on a command line."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from ops.backup import BackupError

_SECONDS = 3600
_CHOOSE = (
    "set PG_PROGRAMS to the folder of programs of the server's version or a newer one, "
    "for example /usr/lib/postgresql/18/bin"
)


@dataclass(frozen=True)
class PostgresServer:
    """One PostgreSQL server and its database `name`, reached by programs in `programs` or on the PATH."""

    env: dict[str, str]
    name: str
    programs: Path | None = None

    def run(self, program: str, *arguments: str, database: str | None = None) -> str:
        """Run `program`; returns its output. Raises BackupError with the line that names the error."""
        try:
            done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, arguments of ours
                [self.program(program), *arguments],
                env=self.env_of(database),
                capture_output=True,
                text=True,
                check=False,
                timeout=_SECONDS,
            )
        except FileNotFoundError:
            raise BackupError(f"{program} is not here; {_CHOOSE}") from None
        if done.returncode:
            said = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
            raise BackupError(f"{program}: {_error_line(said)}")
        return done.stdout

    def ask(self, statement: str, database: str | None = None) -> list[str]:
        """Run a statement; returns its result lines, fields separated by `|`. Raises BackupError."""
        return self.run(
            "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, database=database
        ).splitlines()

    def check_version(self, program: str) -> None:
        """Raise BackupError, with both versions, when `program` is older than the server: it could not read its data."""
        server = int(self.ask("SHOW server_version_num")[0]) // 10_000
        told = self.run(program, "--version").strip()
        found = re.search(r"\) (\d+)", told)
        if found and int(found[1]) < server:
            raise BackupError(f"{program} is of version {found[1]}, the server of {server}; {_CHOOSE}")

    def program(self, name: str) -> str:
        """The path or name by which a PostgreSQL program is run."""
        return str(self.programs / name) if self.programs else name

    def env_of(self, database: str | None = None) -> dict[str, str]:
        """A child's environment: ours without inherited PG variables, with those of this database."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**ours, **self.env, "PGDATABASE": database or self.name}


def server_of(url: str, programs: Path | None = None) -> PostgresServer:
    """The server of a `postgresql://` URL. Raises BackupError when it names no database."""
    parts = urlsplit(url.replace("+asyncpg", "", 1))
    name = unquote(parts.path.strip("/"))
    if not parts.scheme.startswith("postgres") or not name:
        raise BackupError("DATABASE_URL must be like postgresql://user@host:5432/name")
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    found = {
        "PGHOST": parts.hostname or asked.get("host", "127.0.0.1"),
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or "postgres"),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGSSLMODE": asked.get("sslmode") or asked.get("ssl") or "prefer",
        "PGCONNECT_TIMEOUT": "10",
        # Fixed formats, so that the fingerprints of a row are equal on every server.
        "PGTZ": "UTC",
        "PGDATESTYLE": "ISO",
        "PGAPPNAME": "planner-backup",
    }
    return PostgresServer(found, name, programs)


def _error_line(said: list[str]) -> str:
    """The line that names the error; programs often end with a summary of it."""
    return next((line for line in said if "ERROR" in line or "error:" in line), said[-1])[:500]

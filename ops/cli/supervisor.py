"""Starts the processes of a planner, restarts those that die, and leaves none running at the end."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any, Self

from ops.cli.progress import print_now, report_step
from ops.cli.refusal import WRONG_SETTING, CommandError
from ops.stores import StoreError
from ops.stores.process import ServerProcess, dies_with_parent, trim_log

LOOK_SECONDS = 0.1
READY_SECONDS = 60
TRIM_SECONDS = 60
BACKOFF_SECONDS = (1, 2, 4, 8, 16, 30)
# A process that has run this long starts again with the shortest delay.
SETTLED_SECONDS = 60
# Processes stop by stage: workers first, then the servers they use, then the stores.
WORKS, SERVES, KEEPS = 0, 1, 2


class StopAskedError(Exception):
    """A stop was requested during the start."""


@dataclass
class ManagedProcess:
    """One supervised process: `launch` starts it, `ready` says when it can be used.

    It has `grace` seconds to finish when its `stage` is stopped.
    """

    name: str
    server: ServerProcess
    launch: Callable[[], None]
    ready: Callable[[], bool]
    stage: int = WORKS
    grace: float = 20
    started_at: float = 0
    deaths: int = 0
    again_at: float | None = None


class Supervisor:
    """Supervises the processes; leaving the `with` block stops them all."""

    def __init__(self) -> None:
        self.parts: list[ManagedProcess] = []
        self._asked = 0
        self._before: dict[signal.Signals, Any] = {}
        self._trim_at = 0.0

    def __enter__(self) -> Self:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Under nohup, SIGHUP stays ignored.
            if sign is not signal.SIGHUP or signal.getsignal(sign) is not signal.SIG_IGN:
                self._before[sign] = signal.signal(sign, self._on_signal)
        if "MAKELEVEL" in os.environ and (ask_the_kernel := dies_with_parent(signal.SIGTERM, os.getppid())):
            ask_the_kernel()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_all()
        for sign, before in self._before.items():
            signal.signal(sign, before)

    def add(self, part: ManagedProcess) -> None:
        """Start `part`, wait until it is ready, keep it alive from now on. Raises StopAskedError, StoreError, CommandError."""
        self.check()
        self.parts.append(part)
        with report_step(part.name):
            self._launch(part)
            self.wait_for(part.ready, part)

    def wait_for(self, ready: Callable[[], bool], part: ManagedProcess) -> None:
        """Return when `ready()`. Raises StopAskedError, or CommandError when the process ends or takes too long."""
        deadline = time.monotonic() + READY_SECONDS
        while not ready():
            self.check()
            if not part.server.running:
                raise CommandError(
                    f"{part.name} does not start: {part.server.last_log_lines()}", part.server.exit_code or 1
                )
            if time.monotonic() > deadline:
                raise CommandError(
                    f"{part.name} is not ready after {READY_SECONDS} s: {part.server.last_log_lines()}"
                )
            time.sleep(LOOK_SECONDS)
        if not part.server.running:
            # Somebody else answered.
            raise CommandError(
                f"{part.name} does not start: {part.server.last_log_lines()}", part.server.exit_code or 1
            )

    def check(self) -> None:
        """Raise StopAskedError if a stop was requested: called between the steps of a start."""
        if self._asked:
            raise StopAskedError

    def watch(self) -> None:
        """Restart what dies until a stop is requested. Raises CommandError when a process refuses its settings."""
        while not self._asked:
            self.look_after_all()
            time.sleep(LOOK_SECONDS)

    def look_after_all(self) -> None:
        """One round: plan restarts, do those that are due, trim logs. Raises CommandError."""
        for part in self.parts:
            self._look_after(part)
        self._trim_logs()

    def stop_all(self) -> None:
        """End all processes, stage by stage. Safe to call twice."""
        for stage in (WORKS, SERVES, KEEPS):
            chosen = [part for part in self.parts if part.stage == stage]
            for part in chosen:
                part.server.ask_to_end()
            deadline = time.monotonic() + max((part.grace for part in chosen), default=0)
            for part in chosen:
                part.server.end(max(0.1, deadline - time.monotonic()))
        self.parts.clear()

    def _launch(self, part: ManagedProcess) -> None:
        part.started_at, part.again_at = time.monotonic(), None
        part.launch()

    def _look_after(self, part: ManagedProcess) -> None:
        now = time.monotonic()
        if part.server.running:
            if now - part.started_at > SETTLED_SECONDS:
                part.deaths = 0
        elif part.again_at is None:
            self._plan_restart(part, now)
        elif now >= part.again_at:
            self._restart(part)

    def _plan_restart(self, part: ManagedProcess, now: float) -> None:
        code = part.server.exit_code
        if code == WRONG_SETTING:
            raise CommandError(
                f"{part.name} refuses its settings: {part.server.last_log_lines()}", WRONG_SETTING
            )
        pause = BACKOFF_SECONDS[min(part.deaths, len(BACKOFF_SECONDS) - 1)]
        part.deaths += 1
        part.again_at = now + pause
        print_now(f"{part.name} ended ({_how(code)}); restarting in {pause} s")

    def _restart(self, part: ManagedProcess) -> None:
        try:
            self._launch(part)
        except StoreError as error:
            print_now(f"{part.name}: {error}")
        else:
            print_now(f"{part.name} has been restarted")

    def _trim_logs(self) -> None:
        if time.monotonic() > self._trim_at:
            self._trim_at = time.monotonic() + TRIM_SECONDS
            for part in self.parts:
                if part.server.log:
                    trim_log(part.server.log)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked += 1
        if self._asked == 1:
            # Not through sys.stdout: the signal may interrupt a print. The terminal may be gone.
            with suppress(OSError):
                os.write(1, "\nStopping … (repeat to kill)\n".encode())
            return
        for part in self.parts:
            if part.server.pid and part.server.running:
                os.killpg(part.server.pid, signal.SIGKILL)
        os._exit(130)


def _how(code: int | None) -> str:
    return f"killed by {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"

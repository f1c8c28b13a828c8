"""The supervisor: what dies is started again, what is stopped is gone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops.cli.planner_processes import process_environment
from ops.cli.refusal import CommandError
from ops.cli.supervisor import KEEPS, WORKS, ManagedProcess, Supervisor
from ops.stores.process import ServerProcess, command_line
from tests.patience import PATIENCE_SECONDS

SLEEPS = "import time\nwhile True: time.sleep(0.05)"
DEAF = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\n" + SLEEPS

# A supervisor of two processes in a process of its own, which prints their ids when both run.
RUNS = f"""
import pathlib, signal, sys
# Whoever runs the tests under nohup ignores SIGHUP, and so would this process.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from ops.cli.supervisor import ManagedProcess, StopAskedError, Supervisor
from ops.stores.process import ServerProcess

def part(name, program):
    server = ServerProcess(name, pathlib.Path(sys.argv[1], name + ".log"))
    start = lambda: server.launch([sys.executable, "-c", program], cwd=pathlib.Path("/"))
    return ManagedProcess(name, server, start, lambda: not sys.argv[2] or sys.argv[2] in server.log.read_text())

with Supervisor() as supervisor:
    for name in ("one", "two"):
        supervisor.add(part(name, {{"deaf": {DEAF!r}}}.get(sys.argv[2], {SLEEPS!r})))
    print("ids", *(part.server.pid for part in supervisor.parts), flush=True)
    supervisor.watch()
print("left", flush=True)
"""


def part_of(program: str, folder: Path, name: str = "toy", stage: int = WORKS) -> ManagedProcess:
    server = ServerProcess(name, folder / f"{name}.log")
    return ManagedProcess(
        name, server, lambda: server.launch([sys.executable, "-c", program], cwd=folder), lambda: True, stage
    )


def supervised(folder: Path, mood: str = "") -> tuple[subprocess.Popen[str], list[int]]:
    holder = subprocess.Popen(
        [sys.executable, "-c", RUNS, str(folder), mood],
        env=process_environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert holder.stdout
    ids = next(line for line in holder.stdout if line.startswith("ids"))
    return holder, [int(word) for word in ids.split()[1:]]


def gone(pids: list[int], seconds: float = PATIENCE_SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while any(command_line(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(command_line(pid) for pid in pids)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_stop_leaves_no_process(tmp_path: Path, sign: signal.Signals) -> None:
    holder, pids = supervised(tmp_path)
    with holder:
        holder.send_signal(sign)
        said = holder.communicate(timeout=PATIENCE_SECONDS)[0]
    assert holder.returncode == 0
    assert "left" in said
    assert gone(pids, 0)


def test_being_killed_leaves_no_process(tmp_path: Path) -> None:
    holder, pids = supervised(tmp_path)
    with holder:
        holder.kill()
    assert gone(pids)


def test_asking_twice_kills_what_does_not_listen(tmp_path: Path) -> None:
    holder, pids = supervised(tmp_path, "deaf")
    with holder:
        assert holder.stdout
        holder.send_signal(signal.SIGINT)
        assert next(line for line in holder.stdout if "Stopping" in line)
        assert not gone(pids, 0.2)
        holder.send_signal(signal.SIGINT)
        assert holder.wait(PATIENCE_SECONDS) == 130
    assert gone(pids)


def test_what_dies_is_started_again(tmp_path: Path) -> None:
    with Supervisor() as supervisor:
        part = part_of(SLEEPS, tmp_path)
        supervisor.add(part)
        first = part.server.pid
        assert first
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while part.server.pid == first:
            supervisor.look_after_all()
            assert time.monotonic() < deadline
        second = part.server.pid
        assert second
        assert part.server.running
    assert gone([first, second], 0)


def test_one_that_dies_again_and_again_waits_longer_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Supervisor() as supervisor:
        supervisor.add(part_of("raise SystemExit(7)", tmp_path))
        deadline = time.monotonic() + PATIENCE_SECONDS
        said = ""
        while said.count("exit code 7") < 3:
            supervisor.look_after_all()
            said += capsys.readouterr().out
            assert time.monotonic() < deadline
    assert [line[-3:] for line in said.splitlines() if "exit code 7" in line] == ["1 s", "2 s", "4 s"]


def test_a_part_that_refuses_its_settings_ends_the_run(tmp_path: Path) -> None:
    refuses = "import sys; sys.stderr.write('PORT is wrong'); sys.exit(2)"
    with Supervisor() as supervisor:
        part = part_of(refuses, tmp_path)
        part.ready = lambda: False
        with pytest.raises(CommandError, match="PORT is wrong") as refused:
            supervisor.add(part)
    assert refused.value.code == 2


def test_a_part_is_not_ready_because_somebody_else_answers(tmp_path: Path) -> None:
    """As when another demo has the port: its answer came, and our process has ended."""
    taken = "import sys; sys.stderr.write('address already in use'); sys.exit(1)"
    with Supervisor() as supervisor:
        part = part_of(taken, tmp_path)
        part.ready = lambda: not part.server.running
        with pytest.raises(CommandError, match="already in use"):
            supervisor.add(part)


def test_stores_stop_after_those_who_use_them(tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    notes = (
        "import signal, sys, time\n"
        f"def end(*_):\n    time.sleep(0.2)\n    open({str(ended)!r}, 'a').write(sys.argv[1] + ' ')\n    sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\nprint('ready', flush=True)\n" + SLEEPS
    )
    with Supervisor() as supervisor:
        for name, stage in (("store", KEEPS), ("user", WORKS)):
            server = ServerProcess(name, tmp_path / f"{name}.log")
            line = [sys.executable, "-c", notes, name]
            supervisor.add(
                ManagedProcess(
                    name,
                    server,
                    lambda server=server, line=line: server.launch(line, cwd=tmp_path),
                    lambda server=server: "ready" in server.log.read_text(),
                    stage,
                )
            )
    assert ended.read_text().split() == ["user", "store"]

"""`planner demo` and `planner up` as a person runs them: they start, answer, survive, and leave nothing behind."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ops.cli.planner_processes import planner_command, process_environment
from ops.sandbox.client import SandboxClient
from ops.stores import free_port, scratch_folder
from ops.stores.process import command_line
from tests.patience import PATIENCE_SECONDS

# Whole planners as processes of their own.
pytestmark = [pytest.mark.slow]

PATIENCE = 60
BARE = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}


class Run:
    """One `planner` process; everything it starts has its working folder below `folder`."""

    def __init__(self, name: str, folder: Path, **variables: str) -> None:
        self.folder = folder
        self.said = ""
        self.process = subprocess.Popen(
            [*planner_command(name), "--folder", str(folder / ".planner")],
            env=process_environment(BARE | variables),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def hears(self, words: str) -> str:
        """Read until a line holds the words; everything said up to there."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return self.said
        raise AssertionError(f"ended without {words!r}: {self.said}")

    def ends(self) -> int:
        assert self.process.stdout
        self.said += self.process.stdout.read()
        return self.process.wait(PATIENCE)

    def stops(self, sign: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(sign)
        return self.ends()

    def alive(self) -> list[int]:
        """Live processes that work in the folder: the servers rewrite their names, but not that."""
        numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [pid for pid in numbers if works_in(pid, self.folder)]

    def pid_of(self, name: str) -> int:
        return next(pid for pid in self.alive() if command_line(pid).endswith(f"ops.cli {name}"))

    def all_gone(self, seconds: float = PATIENCE_SECONDS) -> bool:
        deadline = time.monotonic() + seconds
        while self.alive() and time.monotonic() < deadline:
            time.sleep(0.05)
        return not self.alive()

    @property
    def page(self) -> str:
        found = re.search(r"Chat page +(http://\S+)/", self.said)
        assert found
        return found[1]


def works_in(pid: int, folder: Path) -> bool:
    """Whether a process has its working folder in `folder`; one that has ended works nowhere."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink().is_relative_to(folder)
    except OSError:
        return False


def ask(page: str, text: str, contains: str) -> str:
    """Write to the bot as the owner and return its first answer with these words."""

    async def talk() -> str:
        async with SandboxClient(page) as telegram:
            said = await telegram.say(text)
            answer = await telegram.wait_for_bot_message(after=said.id, contains=contains)
            return answer.text

    return asyncio.run(talk())


@pytest.fixture
def folder() -> Iterator[Path]:
    with scratch_folder("test") as place:
        yield place


@pytest.fixture
def runs(folder: Path) -> Iterator[Any]:
    """Starts `planner` commands and ends those a test left."""
    begun: list[Run] = []

    def begin(name: str, **variables: str) -> Run:
        begun.append(Run(name, folder, **variables))
        return begun[-1]

    yield begin
    for run in begun:
        run.process.kill()
        run.ends()
        assert run.all_gone()


def test_the_demo_answers_stops_without_a_trace_and_remembers(runs: Any) -> None:
    first = runs("demo")
    first.hears("Ctrl-C")
    assert "PostgreSQL … ready" in first.said
    ask(first.page, "/start", "Hello, Anna")
    ask(first.page, "Order cutters tomorrow", "Order cutters")
    assert first.stops() == 0
    assert "Stopped. Your tasks are kept" in first.said
    assert first.all_gone(0)

    second = runs("demo")
    second.hears("Ctrl-C")
    assert "Order cutters" in ask(second.page, "/week", "Order cutters")
    assert second.stops(signal.SIGTERM) == 0
    assert second.all_gone(0)


def test_a_second_demo_says_where_the_first_is_and_a_killed_one_is_no_hindrance(runs: Any) -> None:
    first = runs("demo")
    first.hears("Ctrl-C")
    second = runs("demo")
    assert second.ends() == 0
    assert "already running" in second.said
    assert first.page in second.said

    first.process.kill()
    first.ends()
    assert first.all_gone()
    third = runs("demo")
    third.hears("Ctrl-C")
    ask(third.page, "/start", "Hello, Anna")
    assert third.stops() == 0


def test_a_worker_and_a_store_that_die_are_started_again(runs: Any) -> None:
    run = runs("demo")
    run.hears("Ctrl-C")
    ask(run.page, "/start", "Hello, Anna")
    os.kill(run.pid_of("worker"), signal.SIGKILL)
    run.hears("worker ended (killed by SIGKILL)")
    run.hears("worker has been restarted")
    ask(run.page, "Order cutters tomorrow", "Order cutters")
    valkey = next(pid for pid in run.alive() if "valkey-server" in command_line(pid))
    os.kill(valkey, signal.SIGKILL)
    run.hears("Valkey has been restarted")
    assert "Order cutters" in ask(run.page, "/week", "Order cutters")
    assert run.stops() == 0


def test_taken_ports_are_said_and_passed_over(runs: Any) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8081))
            taken.listen()
        except OSError:
            assert not taken.getsockname()[1], "it is taken by somebody else already: as good"
        run = runs("demo")
        run.hears("Ctrl-C")
    assert "Port 8081 is in use: the chat page uses" in run.said
    assert not run.page.endswith(":8081")
    ask(run.page, "/start", "Hello, Anna")
    assert run.stops() == 0


def test_nothing_of_a_real_bot_leaks_into_the_demo(runs: Any) -> None:
    real = {
        "DATABASE_URL": f"postgresql://127.0.0.1:{free_port()}/real",
        "REDIS_URL": f"redis://127.0.0.1:{free_port()}",
        "TELEGRAM_BOT_TOKEN": "1:the-real-bots-own-token",
        "OWNER_TELEGRAM_ID": "7",
        "ENVIRONMENT": "production",
    }
    run = runs("demo", **real)
    run.hears("Ctrl-C")
    ask(run.page, "/start", "Hello, Anna")
    assert run.stops() == 0


def test_up_polls_without_a_public_address(runs: Any, telegram: Any) -> None:
    telegram.bot.set_webhook("http://127.0.0.1:1/webhook/telegram", "old")
    run = runs("up", OWNER_TELEGRAM_ID="1001", **telegram.variables)
    run.hears("The bot is running")
    ask(telegram.address, "/start", "Hello, Anna")
    assert telegram.bot.call("getWebhookInfo")["url"] == ""
    assert run.stops() == 0
    assert run.all_gone(0)


def test_up_with_an_address_sets_the_webhook_with_a_secret_of_its_own(runs: Any, telegram: Any) -> None:
    port = str(free_port())
    address = f"http://127.0.0.1:{port}"
    run = runs("up", OWNER_TELEGRAM_ID="1001", PORT=port, WEBHOOK_URL=address, **telegram.variables)
    run.hears("The bot is running")
    ask(telegram.address, "/start", "Hello, Anna")
    assert telegram.bot.call("getWebhookInfo")["url"] == f"{address}/webhook/telegram"
    assert run.stops() == 0


def test_up_with_a_token_that_telegram_refuses_is_one_line(runs: Any, telegram: Any) -> None:
    wrong = telegram.variables | {"TELEGRAM_BOT_TOKEN": "999:another-bots-token-entirely"}
    run = runs("up", **wrong)
    assert run.ends() == 2
    assert "TELEGRAM_BOT_TOKEN is refused by Telegram" in run.said.splitlines()[-1]
    assert run.all_gone(0)


def test_up_on_a_port_that_was_asked_for_and_is_taken_says_so(runs: Any, telegram: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = runs("up", PORT=str(port), **telegram.variables)
        assert run.ends() == 1
    assert run.said.splitlines()[-1] == f"PORT {port} is in use by another program."

"""Play: starts a fresh planner, plays the script on it, and answers with an exit code."""

import asyncio
import os
import time
from pathlib import Path

from ops.cli import demo
from ops.cli.progress import print_now
from ops.cli.supervisor import StopAskedError, Supervisor
from ops.demo import checks, transcript
from ops.demo.demo_planner import DemoPlanner, NotQuietError
from ops.demo.script import STARTS_AT, STEPS
from ops.demo.script_steps import ScriptStep
from ops.sandbox.message_view import SandboxError
from ops.stores import free_port, scratch_folder

LOG_LINES = 15


def run_script() -> int:
    """Play the script with data and ports of its own; 0 when every turn was right."""
    with scratch_folder("script") as folder, Supervisor() as supervisor:
        clock_file = folder / "clock"
        clock_file.write_text("0")
        # Our own look at the schedules goes by the same clock as the planner's processes.
        os.environ["CLOCK_FILE"] = str(clock_file)
        # What is checked is what the rules read: a key in the environment would make the answers a model's.
        own = {
            "CLOCK_FILE": str(clock_file),
            "OPENAI_API_KEY": "",
            "UNDERSTANDING": "",
            "LOG_LEVEL": "INFO",
        }
        (folder / "logs").mkdir()
        try:
            places = demo.start_demo(supervisor, folder, own, page_port=free_port(), api_port=free_port())
            code = asyncio.run(_play_script(places, clock_file, supervisor))
            if code:
                _show_logs(folder / "logs")
            return code
        except StopAskedError:
            print_now("Stopped.")
            return 130


def _show_logs(folder: Path) -> None:
    """The end of each process's log: the folder goes when we end."""
    for log in sorted(folder.glob("*.log")):
        print_now(f"\nThe end of {log.name}:")
        for line in log.read_text(errors="replace").splitlines()[-LOG_LINES:]:
            print_now(f"  {line}")


async def _play_script(places: dict[str, str], clock_file: Path, supervisor: Supervisor) -> int:
    began = time.monotonic()
    wrong = []
    async with DemoPlanner(places["page"], places["api"], places["DATABASE_URL"], clock_file) as stage:
        stage.set_clock(STARTS_AT)
        for number, turn in enumerate(STEPS, start=1):
            supervisor.check()
            transcript.print_heading(number, len(STEPS), turn)
            faults = await play_step(stage, turn)
            transcript.print_verdict(faults)
            wrong += [turn.shows] if faults else []
    transcript.print_summary(wrong, len(STEPS), time.monotonic() - began)
    return int(bool(wrong))


async def play_step(stage: DemoPlanner, turn: ScriptStep) -> list[str]:
    """Play one turn and print it; returns what was wrong with it."""
    before = await stage.look(turn.who)
    try:
        words = await stage.act(turn.who, turn.act)
        transcript.print_user_message(turn.who.name, words)
        await stage.quiet()
    except (SandboxError, NotQuietError) as error:
        return [str(error)]
    came = await stage.news(turn.who, before)
    transcript.print_bot_messages(came)
    faults = checks.find_wrong_answers(turn.answers, came)
    for question in turn.rows:
        faults += checks.find_wrong_rows(question, await stage.rows(question))
    return faults

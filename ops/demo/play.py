"""Plays the script against a fresh planner and returns an exit code."""

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
    """Play the script with data and ports of its own; 0 when every step was right, 130 when stopped."""
    with scratch_folder("script") as folder, Supervisor() as supervisor:
        clock_file = folder / "clock"
        clock_file.write_text("0")
        # This process reads the schedules too, by the same clock as the planner's processes.
        os.environ["CLOCK_FILE"] = str(clock_file)
        # The script checks answers of the local rules; a key in the environment would bring in a model.
        own = {
            "CLOCK_FILE": str(clock_file),
            "OPENAI_API_KEY": "",
            "UNDERSTANDING": "",
            "LOG_LEVEL": "INFO",
        }
        (folder / "logs").mkdir()
        try:
            addresses = demo.start_demo(supervisor, folder, own, page_port=free_port(), api_port=free_port())
            code = asyncio.run(_play_script(addresses, clock_file, supervisor))
            if code:
                _show_logs(folder / "logs")
            return code
        except StopAskedError:
            print_now("Stopped.")
            return 130


def _show_logs(folder: Path) -> None:
    """Print the end of each process's log, because the folder is removed at the end."""
    for log in sorted(folder.glob("*.log")):
        print_now(f"\nThe end of {log.name}:")
        for line in log.read_text(errors="replace").splitlines()[-LOG_LINES:]:
            print_now(f"  {line}")


async def _play_script(addresses: dict[str, str], clock_file: Path, supervisor: Supervisor) -> int:
    began = time.monotonic()
    wrong = []
    async with DemoPlanner(
        addresses["page"], addresses["api"], addresses["DATABASE_URL"], clock_file
    ) as planner:
        planner.set_clock(STARTS_AT)
        for number, step in enumerate(STEPS, start=1):
            supervisor.check()
            transcript.print_heading(number, len(STEPS), step)
            errors = await play_step(planner, step)
            transcript.print_verdict(errors)
            wrong += [step.shows] if errors else []
    transcript.print_summary(wrong, len(STEPS), time.monotonic() - began)
    return int(bool(wrong))


async def play_step(planner: DemoPlanner, step: ScriptStep) -> list[str]:
    """Play one step and print it; returns what differed from the expected, empty when nothing did."""
    before = await planner.message_versions(step.who)
    try:
        action_text = await planner.perform_action(step.who, step.act)
        transcript.print_user_message(step.who.name, action_text)
        await planner.wait_until_quiet()
    except (SandboxError, NotQuietError) as error:
        return [str(error)]
    received = await planner.new_messages(step.who, before)
    transcript.print_bot_messages(received)
    errors = checks.find_wrong_answers(step.answers, received)
    for expected in step.rows:
        errors += checks.find_wrong_rows(expected, await planner.query_rows(expected))
    return errors

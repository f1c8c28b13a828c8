"""What the logs say: three lines of a good message, each with its trace; of trouble each cause once a minute."""

import json
import subprocess
import sys

import structlog
from structlog.testing import capture_logs

from tests.planner import Planner

PROGRAM = """
import logging, structlog
from models.runtime.logs import set_up_logs
from models.runtime.repeated_lines import REPEAT_SECONDS
import models.runtime.repeated_lines as repeated
set_up_logs(level="INFO", json_lines=True, service="worker")
log = structlog.get_logger()
now = [1000.0]
repeated.time.monotonic = lambda: now[0]
for number in range(50):
    for tick in ("one", "another"):
        log.warning("tick_missed", tick=tick, error="ConnectionRefusedError")
    log.warning("store_away", error="TimeoutError")
    log.info("message_sent", outbound_id=number)
logging.getLogger("apscheduler.scheduler").warning('Run time of job "x" was missed by 0:00:02')
now[0] += REPEAT_SECONDS
log.warning("store_away", error="TimeoutError")
log.warning("store_away", error="OSError")
"""


def test_each_cause_of_trouble_is_logged_once_a_minute_and_nothing_else_is_left_out() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert {line["service"] for line in lines} == {"worker"}
    assert sum(line["event"] == "message_sent" for line in lines) == 50
    trouble = [(line["event"], line["error"], line.get("repeated")) for line in lines if "error" in line]
    assert trouble == [
        ("tick_missed", "ConnectionRefusedError", None),
        ("store_away", "TimeoutError", None),
        ("store_away", "TimeoutError", 49),
        ("store_away", "OSError", None),
    ]
    assert "Run time of job" not in done.stderr


async def test_a_good_message_is_three_lines_with_its_trace(planner: Planner) -> None:
    await planner.tell("/start")
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        await planner.tell("Call the secret supplier")
    # What arrived before is not counted: the trace is that of the last message.
    trace = [line["trace_id"] for line in lines if line["event"] == "message_taken_in"][-1]
    ours = [line for line in lines if line.get("trace_id") == trace and line["log_level"] == "info"]
    assert [line["event"] for line in ours] == ["message_taken_in", "message_handled", "message_sent"]
    assert ours[1]["outcome"] == "done"
    assert 0 <= ours[1]["ms"] < 120_000
    assert "supplier" not in str(lines)

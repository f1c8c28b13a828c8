"""Attempt log: what an attempt logged stands with it: bounded, without anybody's words."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
import structlog

from models.queue.jobs import EmbedTasks
from models.tables.attempt_log import MOST_BYTES, MOST_LINES, keep_line, keeping_lines, stored_lines
from tests.invariants.service_faults import rows, services_of
from tests.planner import Planner, Stores
from tests.worker.failing_jobs import ATTEMPT, JOB, failing
from worker.core.job_result import JobResult
from worker.queue.arq_worker import RetryLater
from worker.queue.attempts import Attempts
from worker.queue.retry_policy import JobDefinition

log = structlog.get_logger()


@pytest.fixture(autouse=True)
def kept() -> Iterator[None]:
    """The logs of this process as the product sets them up, as far as lines are kept."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            keep_line,
            structlog.processors.JSONRenderer(),
        ]
    )
    yield
    structlog.reset_defaults()


async def test_each_attempt_has_its_own_lines(stores: Stores) -> None:
    async def logs(_services, job) -> JobResult:
        # Tasks that a job starts belong to it, as digests on their way do.
        await asyncio.gather(*(_logging(n) for n in range(2)))
        return JobResult()

    async def _logging(number: int) -> None:
        log.info("step_done", number=number, state="sent", title="Call Zanzibar", error="it was Zanzibar")

    async with Planner.running(stores, workers=0) as quiet, services_of(quiet) as services:
        attempts = Attempts(
            services, (JobDefinition(job=EmbedTasks, run=logs, timeout_seconds=5, retry_delays=()),)
        )
        await asyncio.gather(
            *(attempts.run("embed_tasks", {**JOB, "operation_id": n}, ATTEMPT) for n in range(2))
        )
        kept = [run.log for run in await rows(quiet, "SELECT log FROM job_run")]
    assert [[line["number"] for line in lines] for lines in kept] == [[0, 1], [0, 1]]
    line = kept[0][0]
    assert (line["event"], line["level"], line["state"]) == ("step_done", "info", "sent")
    assert (line["title"], line["error"]) == ("[not kept]", "[not kept]")
    assert "trace_id" not in line


async def test_a_failed_attempt_keeps_its_lines_too(stores: Stores) -> None:
    async with Planner.running(stores, workers=0) as quiet, services_of(quiet) as services:
        attempts = Attempts(
            services,
            (
                JobDefinition(
                    job=EmbedTasks, run=failing(ValueError("boom")), timeout_seconds=5, retry_delays=(1,)
                ),
            ),
        )
        with pytest.raises(RetryLater):
            await attempts.run("embed_tasks", dict(JOB), ATTEMPT)
        await attempts.run("embed_tasks", dict(JOB), ATTEMPT)
        first, last = [run.log for run in await rows(quiet, "SELECT log FROM job_run ORDER BY id")]
    assert [(line["event"], line["error"]) for line in first] == [("job_retry", "ValueError")]
    assert [line["event"] for line in last] == ["job_dead"]


def test_a_talkative_attempt_keeps_its_last_lines() -> None:
    with keeping_lines():
        for number in range(1000):
            log.info("talk", number=number)
        lines = json.loads(stored_lines() or "")
        assert [line["number"] for line in lines[1:]] == list(range(1000 - MOST_LINES, 1000))
        assert lines[0] == {"event": "earlier_lines", "left_out": 1000 - MOST_LINES}
        for _ in range(MOST_LINES):
            log.info("wide", **{f"field_{n}": n for n in range(50)})
        text = stored_lines() or ""
    assert len(text.encode()) <= MOST_BYTES
    assert 5 < len(json.loads(text)) < MOST_LINES
    assert stored_lines() is None


def test_the_products_own_set_up_keeps_lines_and_none_below_its_level() -> None:
    script = (
        "import structlog; from models.runtime.logs import set_up_logs; from models.tables.attempt_log import *\n"
        "set_up_logs(level='INFO', json_lines=True); log = structlog.get_logger()\n"
        "log.info('outside')\n"
        "with keeping_lines():\n  log.debug('hidden'); log.info('seen', n=1); print(stored_lines())"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    [line] = json.loads(told.stdout)
    assert (line["event"], line["level"], line["n"]) == ("seen", "info", 1)
    assert '"seen"' in told.stderr

"""The verdict on the running bot as findings: workers, scheduler, backlog, answers, alerts, backup."""

import asyncio
from collections.abc import Iterator

from models.health.trouble import Trouble
from models.health.verdict import Verdict, load_verdict
from models.queue.connection import connect_queue
from models.runtime.settings import Settings
from ops.cli.doctor.findings import Finding, fail, ok, warn

# What the doctor's other checks say in more detail.
_SAID_ELSEWHERE = frozenset({"database_away", "queue_away", "queue_settings", "disk", "schema"})


def check_verdict(chosen: Settings) -> Iterator[Finding]:
    """The findings about the bot behind these stores. One that has never been used yet is only warned about."""
    verdict = asyncio.run(_load(chosen))
    unused = verdict.queue is not None and not verdict.queue.workers and not verdict.queue.lanes
    for trouble in verdict.troubles:
        if trouble.kind not in _SAID_ELSEWHERE:
            yield _finding(trouble, unused=unused and len(verdict.wrong) == 1)
    if verdict.queue is not None and verdict.queue.workers:
        tick = verdict.queue.tick_age
        seen = "" if tick is None else f", the scheduler ticked {tick:.0f} s ago"
        yield ok("workers", f"{verdict.queue.workers} alive{seen}")
    if not verdict.wrong:
        yield ok("the bot", "all is well")


def _finding(trouble: Trouble, *, unused: bool) -> Finding:
    name, fix = trouble.kind.replace("_", " "), f"ops/docs/runbook.md#{trouble.runbook}"
    if trouble.kind == "no_worker":
        fix = f"start one (`planner up`, or `docker compose up -d worker`); {fix}"
    if trouble.level == "down" and not unused:
        return fail(name, trouble.sentence, fix)
    return warn(name, trouble.sentence, fix)


async def _load(chosen: Settings) -> Verdict:
    redis = connect_queue(chosen.redis_url)
    try:
        return await load_verdict(redis, chosen)
    finally:
        await redis.aclose()

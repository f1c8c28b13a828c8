"""Renders every due digest into the outbox, a batch in one transaction."""

from collections import Counter
from dataclasses import dataclass

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import RenderDigests, SendBulk, SendDigest
from models.runtime import clock
from models.tables.dead_letter import DeadLetter
from worker.core.job_result import JobResult
from worker.features.digests.enqueue_due import bulk_has_room
from worker.features.digests.render import render_runs
from worker.features.digests.waiting_runs import waiting_runs
from worker.jobs.follow_series import let_series_go_on
from worker.services import Services

log = structlog.get_logger()

# One transaction's worth: about 1,000 tasks, a twentieth of a second, a few MB.
BATCH = 100


@dataclass(frozen=True, slots=True)
class DigestsRendered(JobResult):
    """How many runs waited, what became of them (rendered, skipped, left to a job of their own), and the messages."""

    runs: int
    became: dict[str, int]
    messages: int


async def render_digests(services: Services, job: RenderDigests) -> DigestsRendered:  # noqa: ARG001 - the shape of every job
    """Render batch after batch until no run waits, or enough is ready to be sent; the scheduler enqueues the rest."""
    await let_series_go_on(services)
    runs, messages, became = 0, 0, Counter[str]()
    while await bulk_has_room(services, clock.now()):
        async with services.database.transaction() as session:
            waiting = await waiting_runs(session, BATCH)
            count = await render_runs(session, waiting, clock.now())
        if count:
            await services.producer.enqueue(SendBulk())
        for found in waiting:
            if found.run.alone:
                await services.producer.enqueue(
                    SendDigest(found.run.schedule_id, found.run.local_on.isoformat())
                )
        became.update("alone" if found.run.alone else found.run.state for found in waiting)
        runs, messages = runs + len(waiting), messages + count
        if len(waiting) < BATCH:
            break
        log.info("digests_rendered", runs=len(waiting), messages=count)
    return DigestsRendered(runs, became, messages)


async def dead_letter_batch(
    services: Services,  # noqa: ARG001 - the signature of every dead-letter hook
    session: AsyncSession,
    job: RenderDigests,  # noqa: ARG001
    letter: DeadLetter,  # noqa: ARG001
) -> bool:
    """Give each run of a failed batch a job of its own, with its own retries."""
    for found in await waiting_runs(session, BATCH):
        found.run.alone = True
        session.add(found.run)
    return True

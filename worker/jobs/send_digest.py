"""Send digest: renders alone the one digest that its batch could not render, or fails it for good and says so."""

import structlog
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import clock
from models.dead_letter import DeadLetter
from models.queue.contract import SendBulk, SendDigest
from models.schedule import ScheduleRun
from worker.digests.batch import waiting_run
from worker.digests.rendering import render
from worker.digests.telling import tell_of_failure
from worker.jobs.plan_day import plan_on_schedule, plans_by_itself
from worker.services import Services

log = structlog.get_logger()


async def send_digest(services: Services, job: SendDigest) -> None:
    """Render and owe the digest, unless this day's is rendered or over."""
    if await plans_by_itself(services, job.schedule_id):
        await plan_on_schedule(services, job)
        return
    async with services.database.transaction() as session:
        count = await render(
            session, await waiting_run(session, job.schedule_id, job.day), clock.now(), alone=True
        )
    if count:
        await services.producer.enqueue(SendBulk())


async def bury_digest(
    services: Services,  # noqa: ARG001 - the shape of every burial
    session: AsyncSession,
    job: SendDigest,
    letter: DeadLetter,
) -> bool:
    """Given up: the ledger says so, and the chat is told in another way. False when it was rendered meanwhile."""
    key = (ScheduleRun.schedule_id == job.schedule_id, ScheduleRun.local_on == job.day)
    run = (await session.exec(select(ScheduleRun).where(*key).with_for_update())).first()
    if run is None or run.state != "enqueued":
        return False
    run.state, run.reason = "failed", (letter.error or "")[:500]
    session.add(run)
    await tell_of_failure(session, job.schedule_id, job.day, clock.now())
    return True

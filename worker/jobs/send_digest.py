"""Renders one digest that its batch could not render; when it fails for good, notifies the chat."""

import structlog
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import SendBulk, SendDigest
from models.runtime import clock
from models.tables.dead_letter import DeadLetter
from models.tables.outbox import OutboundMessage
from models.tables.schedule import ScheduleRun
from worker.budget.call_outcomes import OverBudget
from worker.core.reply import outbox_row
from worker.features.digests.delivery_results import notify_failure
from worker.features.digests.queries import Recipient
from worker.features.digests.render import render_runs
from worker.features.digests.review_insights.service import WeekInsights, ask_week_insights, insight_sentences
from worker.features.digests.waiting_runs import waiting_run
from worker.features.usage.views import cap_reached_notice
from worker.jobs.follow_series import let_series_go_on
from worker.jobs.plan_day import is_plan_schedule, plan_on_schedule
from worker.jobs.schedule_result import RunEnded
from worker.services import Services

log = structlog.get_logger()


async def send_digest(services: Services, job: SendDigest) -> RunEnded:
    """Render the digest into the outbox, unless that day's run is rendered or over."""
    await let_series_go_on(services)
    if await is_plan_schedule(services, job.schedule_id):
        return await plan_on_schedule(services, job)
    observed, recipient = WeekInsights(), await _reviewed(services, job)
    if recipient is not None:
        observed = await ask_week_insights(services, recipient, job.trace_id)
    async with services.database.transaction() as session:
        waiting = await waiting_run(session, job.schedule_id, job.day)
        said = [] if recipient is None else await insight_sentences(session, recipient, observed, job.day)
        count = await render_runs(session, waiting, clock.now(), alone=True, observations=said)
        if recipient is not None and waiting and observed.over_budget and observed.over_budget.announce:
            session.add(_cap_row(recipient, observed.over_budget, job))
    if count:
        await services.producer.enqueue(SendBulk())
    return RunEnded.from_runs(waiting, messages=count)


async def _reviewed(services: Services, job: SendDigest) -> Recipient | None:
    """Whose week it is, when this run is a review that a model may remark on."""
    if services.openai is None:
        return None
    async with services.database.transaction() as session:
        waiting = await waiting_run(session, job.schedule_id, job.day)
    recipient = waiting[0].recipient if waiting else None
    return recipient if recipient is not None and recipient.kind == "weekly_review" else None


def _cap_row(recipient: Recipient, over: OverBudget, job: SendDigest) -> OutboundMessage:
    return outbox_row(
        cap_reached_notice(recipient.speaker, over),
        workspace_id=recipient.speaker.workspace_id,
        chat_telegram_id=recipient.speaker.chat_telegram_id,
        dedupe_key=f"cap:{job.trace_id}",
        trace_id=job.trace_id,
        now=clock.now(),
    )


async def dead_letter_digest(
    services: Services,  # noqa: ARG001 - the signature of every dead-letter hook
    session: AsyncSession,
    job: SendDigest,
    letter: DeadLetter,
) -> bool:
    """Mark the run as failed and notify the chat. False when it was rendered in the meantime."""
    key = (ScheduleRun.schedule_id == job.schedule_id, ScheduleRun.local_on == job.day)
    run = (await session.exec(select(ScheduleRun).where(*key).with_for_update())).first()
    if run is None or run.state != "enqueued":
        return False
    run.state, run.reason = "failed", (letter.error or "")[:500]
    session.add(run)
    await notify_failure(session, job.schedule_id, job.day, clock.now())
    return True

"""Makes the scheduled plan of a day, in the morning or the evening before, and puts its card into the outbox (I10)."""

import datetime as dt
from dataclasses import replace
from functools import partial

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import SendBulk, SendDigest
from models.runtime import clock
from models.tables.outbox import OutboundMessage
from models.tables.schedule import Schedule, ScheduleRun
from worker.core.handler import Handler, HandlerContext, HandlerResult, prepare_and_compute
from worker.core.reply import Reply, outbox_row
from worker.core.row_changes import count_row_changes
from worker.core.speaker import Speaker
from worker.features.digests.delivery_results import digest_dedupe_key
from worker.features.digests.waiting_runs import WaitingRun, waiting_run
from worker.features.planning.plan_card import plan_card
from worker.features.planning.plan_store import undo_plan
from worker.features.planning.service import (
    DayInputs,
    DayRequest,
    compute_plan,
    planned_day,
    prepare_day_plan,
)
from worker.features.working_hours.day import NOON
from worker.jobs.schedule_result import RunEnded
from worker.services import Services

KIND = "day_plan"


async def is_plan_schedule(services: Services, schedule_id: int) -> bool:
    """Whether a schedule is one of plans."""
    async with services.database.transaction() as session:
        kind = (await session.exec(select(Schedule.kind).where(Schedule.id == schedule_id))).first()
    return kind == KIND


async def plan_on_schedule(services: Services, job: SendDigest) -> RunEnded:
    """Plan the day of a run and put its card into the outbox, once; a day without anything to plan is passed over in
    silence. In the three steps of a handler, as a plan that somebody asks for."""
    found: list[WaitingRun] = []
    handler = _planning(services, job, found)
    computed = await prepare_and_compute(services.database, handler)
    async with services.database.transaction() as session:
        with count_row_changes(session) as changes:
            done = await handler.apply(session, HandlerContext(clock.now(), job.trace_id, 0, computed))
            await session.flush()
    if done.replies:
        await services.producer.enqueue(SendBulk())
    return RunEnded.from_runs(found, messages=len(done.replies), made=changes.made)


def _planning(services: Services, job: SendDigest, found: list[WaitingRun]) -> Handler:
    """The run's handler; `found` holds afterwards the run that it found, or nothing."""

    async def prepare(session: AsyncSession, now: dt.datetime) -> list[DayInputs]:
        inputs = [
            await prepare_day_plan(session, run.recipient.speaker, await _request(session, run.run), now)
            for run in await waiting_run(session, job.schedule_id, job.day)
            if run.recipient is not None
        ]
        return [each for each in inputs if each is not None]

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        found[:] = await waiting_run(session, job.schedule_id, job.day)
        return await _settled(session, found[0], context) if found else HandlerResult()

    return Handler(apply, prepare, partial(compute_plan, services, job.trace_id))


async def _request(session: AsyncSession, run: ScheduleRun) -> DayRequest:
    """The day a run plans: its own; from noon on the next one."""
    schedule = await session.get_one(Schedule, run.schedule_id)
    return DayRequest(run.local_on + dt.timedelta(days=schedule.local_time >= NOON))


async def _settled(session: AsyncSession, found: WaitingRun, context: HandlerContext) -> HandlerResult:
    """The run's ledger row: rendered with what it owes, or skipped with its reason."""
    run, recipient = found.run, found.recipient
    session.add(run)
    if found.error is not None:
        raise found.error
    if recipient is None:
        run.state, run.reason = "skipped", found.reason
        return HandlerResult()
    request = await _request(session, run)
    reply = await _planned(
        session, recipient.speaker, request, context, silent=recipient.when_empty == "silent"
    )
    if reply is None:
        run.state, run.reason = "skipped", "nothing"
        return HandlerResult()
    row = _owed(recipient.speaker, run, reply, context)
    session.add(row)
    await session.flush()
    run.state, run.rendered_at, run.parts, run.outbound_message_id = "rendered", context.now, 1, row.id
    return HandlerResult([reply], workspace_id=recipient.speaker.workspace_id)


async def _planned(
    session: AsyncSession, speaker: Speaker, request: DayRequest, context: HandlerContext, *, silent: bool
) -> Reply | None:
    """The day's card; None, and no plan either, when there is nothing to plan and nothing is to be said of it."""
    made, told = await planned_day(session, speaker, request, context)
    if silent and not made.plan.blocks and made.overload is None:
        await undo_plan(session, speaker, made.row, context)
        return None
    card = await plan_card(session, speaker, made, context.now, note=told)
    return replace(card, purpose="digest")


def _owed(speaker: Speaker, run: ScheduleRun, reply: Reply, context: HandlerContext) -> OutboundMessage:
    return outbox_row(
        reply,
        workspace_id=speaker.workspace_id,
        chat_telegram_id=speaker.chat_telegram_id,
        dedupe_key=digest_dedupe_key(run.schedule_id, run.local_on, 0),
        trace_id=context.trace_id,
        now=context.now,
        language=speaker.language,
    )

"""Offers to re-plan a day that runs late or has something new and urgent, at most once for each plan."""

import datetime as dt

import structlog
from sqlalchemy import exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from models.tables.plan import Plan, PlanBlock
from models.tables.quiet_hours import QuietHours
from models.tables.task import Task
from worker.core.date_formats import minutes_text
from worker.core.handler import HandlerContext
from worker.core.reply import Reply, escape_html, outbox_row
from worker.core.speaker import Speaker, speaker_of
from worker.features.planning.next_task import LATE_MINUTES, next_block, replan_button
from worker.features.planning.plan_store import current_plan
from worker.features.planning.queries import plannable_tasks
from worker.features.planning.solver.facts import day_from_facts
from worker.features.reminders.due_times import quiet_hours_end
from worker.features.working_hours.day import closes_at, minute_of
from worker.services import Services

log = structlog.get_logger()

_BATCH = 100
_LATE = dt.timedelta(minutes=LATE_MINUTES)
# A block that ended longer ago than a working day belongs to a day that is over.
_TOO_OLD = dt.timedelta(hours=12)


async def offer_replans(services: Services) -> int:
    """Offer a re-plan where a planned task is still open half an hour after its time; how many offers.

    The offer and the mark on its plan are one transaction: no plan gets a second one, even after a crash.
    """
    async with services.database.transaction() as session:
        messages = [
            row
            for plan, chat in await _late_plans(session)
            if (row := await _offer_row(session, plan, *chat))
        ]
    for row in messages:
        assert row.id is not None
        await services.producer.enqueue(DeliverMessage(row.id, row.trace_id))
    if messages:
        log.info("replans_offered", count=len(messages))
    return len(messages)


async def _late_plans(session: AsyncSession) -> list[tuple[Plan, tuple[Chat, Member, QuietHours | None]]]:
    """Plans of these days with an overdue block of an open task, and the private chat of their person."""
    now = clock.now()
    overdue = exists().where(
        col(PlanBlock.plan_id) == col(Plan.id),
        col(PlanBlock.piece) == col(PlanBlock.pieces),
        col(PlanBlock.fixed).is_(False),
        col(PlanBlock.ends_at).between(now - _TOO_OLD, now - _LATE),
        col(Task.id) == col(PlanBlock.task_id),
        col(Task.status) == "open",
    )
    statement = (
        select(Plan, Chat, Member, QuietHours)
        .join(Chat, (col(Chat.member_id) == col(Plan.member_id)) & (col(Chat.kind) == "private"))
        .join(Member, col(Member.id) == col(Plan.member_id))
        .join(QuietHours, col(QuietHours.chat_id) == col(Chat.id), isouter=True)
        .where(
            Plan.state == "current",
            col(Plan.offered_at).is_(None),
            col(Plan.local_on).between(now.date() - dt.timedelta(days=1), now.date() + dt.timedelta(days=1)),
            col(Chat.blocked_at).is_(None),
            col(Member.archived_at).is_(None),
            overdue,
        )
        .order_by(col(Plan.id))
        .limit(_BATCH)
        .with_for_update(of=Plan, skip_locked=True)
    )
    return [
        (plan, (chat, member, quiet)) for plan, chat, member, quiet in (await session.exec(statement)).all()
    ]


async def _offer_row(
    session: AsyncSession, plan: Plan, chat: Chat, member: Member, quiet: QuietHours | None
) -> OutboundMessage | None:
    now, speaker = clock.now(), speaker_of(chat, member)
    if plan.local_on != speaker.today(now):
        return None
    if quiet is not None and quiet_hours_end(now, (quiet.starts, quiet.ends), speaker.zone) is not None:
        return None
    context = HandlerContext(now, f"p{plan.id}", 0)
    offer = await offer_replan_once(session, speaker, context)
    if offer is None:
        return None
    row = outbox_row(
        offer,
        workspace_id=speaker.workspace_id,
        chat_telegram_id=speaker.chat_telegram_id,
        dedupe_key=f"offer:{plan.id}",
        trace_id=context.trace_id,
        now=now,
    )
    session.add(row)
    await session.flush()
    return row


async def replan_offer(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Reply | None:
    """An offer to re-plan when the day is 30 minutes late or has a new urgent task; None while today's plan holds.

    It does not remember offers: see `offer_replan_once`.
    """
    plan = await current_plan(session, speaker, speaker.today(context.now))
    if plan is None:
        return None
    if minute_of(context.now, plan.local_on, speaker.zone) >= closes_at(day_from_facts(plan.facts)):
        # The working day is over: there is no rest of it to plan.
        return None
    found = await next_block(session, speaker, plan, context.now)
    new = await _new_and_urgent(session, speaker, plan)
    gettext = speaker.translator.gettext
    if new is not None:
        text = gettext(
            "New and urgent: {title}. Re-plan the rest of the day?", title=f"<b>{escape_html(new.title)}</b>"
        )
    elif found is not None and found.late >= LATE_MINUTES:
        text = gettext(
            "You are about {minutes} behind the plan. Re-plan the rest of the day?",
            minutes=minutes_text(speaker.translator, found.late),
        )
    else:
        return None
    return Reply(text, ((replan_button(speaker, plan),),), purpose="offer")


async def offer_replan_once(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> Reply | None:
    """The offer of `replan_offer`, at most once for a plan; None when it was made, or there is nothing to offer."""
    if speaker.group is not None:
        # A person's plan is nobody else's matter.
        return None
    plan = await current_plan(session, speaker, speaker.today(context.now), lock=True)
    if plan is None or plan.offered_at is not None:
        return None
    offer = await replan_offer(session, speaker, context)
    if offer is not None:
        plan.offered_at = context.now
        session.add(plan)
    return offer


async def _new_and_urgent(session: AsyncSession, speaker: Speaker, plan: Plan) -> Task | None:
    known = {row["id"] for row in plan.facts["tasks"]}
    for task in await plannable_tasks(session, speaker):
        urgent = task.priority == 1 and task.deadline_on is not None and task.deadline_on <= plan.local_on
        if urgent and task.id not in known:
            return task
    return None

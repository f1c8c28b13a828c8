"""Tells changes of calendars that met a plan in quiet hours, or before its day, when they are over: each plan once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import ColumnElement, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from models.tables.plan import Plan
from models.tables.quiet_hours import QuietHours
from worker.core.reply import outbox_row
from worker.core.speaker import Speaker, speaker_of
from worker.features.planning.calendar_change import CalendarChange, offer_for_plan
from worker.features.planning.solver.facts import day_from_facts
from worker.features.reminders.due_times import quiet_hours_end
from worker.features.working_hours.day import Busy, WorkDay, instant_of_minute
from worker.features.working_hours.service import load_days
from worker.services import Services

log = structlog.get_logger()

_BATCH = 100


@dataclass(frozen=True, slots=True)
class _Time:
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str


def has_kept_changes(now: Any) -> ColumnElement[bool]:
    """Whether the change of a calendar is to be told."""
    return exists().where(col(Plan.state) == "current", col(Plan.change_due_at) <= now)


async def offer_kept_changes(services: Services) -> int:
    """Offer a re-plan for what changed in the calendars since each plan was made; how many offers.

    The offer and the end of its waiting are one transaction: none is made twice, even after a crash.
    """
    now = clock.now()
    async with services.database.transaction() as session:
        messages = [
            row
            for plan, chat, member, quiet in await _due_plans(session, now)
            if (row := await _offer_row(session, plan, speaker_of(chat, member), quiet, now))
        ]
    for row in messages:
        assert row.id is not None
        await services.producer.enqueue(DeliverMessage(row.id, row.trace_id))
    if messages:
        log.info("kept_changes_offered", count=len(messages))
    return len(messages)


async def _due_plans(
    session: AsyncSession, now: dt.datetime
) -> list[tuple[Plan, Chat, Member, QuietHours | None]]:
    statement = (
        select(Plan, Chat, Member, QuietHours)
        .join(Chat, (col(Chat.member_id) == col(Plan.member_id)) & (col(Chat.kind) == "private"))
        .join(Member, col(Member.id) == col(Plan.member_id))
        .join(QuietHours, col(QuietHours.chat_id) == col(Chat.id), isouter=True)
        .where(Plan.state == "current", col(Plan.change_due_at) <= now)
        .order_by(col(Plan.change_due_at), col(Plan.id))
        .limit(_BATCH)
        .with_for_update(of=Plan, skip_locked=True)
    )
    return [tuple(row) for row in (await session.exec(statement)).all()]  # type: ignore[misc]


async def _offer_row(
    session: AsyncSession, plan: Plan, speaker: Speaker, quiet: QuietHours | None, now: dt.datetime
) -> OutboundMessage | None:
    due = plan.change_due_at
    plan.change_due_at = (
        None if quiet is None else quiet_hours_end(now, (quiet.starts, quiet.ends), speaker.zone)
    )
    session.add(plan)
    if plan.change_due_at is not None or plan.local_on != speaker.today(now):
        return None
    change = await _changed_since(session, speaker, plan, now)
    offer = await offer_for_plan(session, speaker, plan, change, now)
    if offer is None or due is None:
        return None
    row = outbox_row(
        offer,
        workspace_id=speaker.workspace_id,
        chat_telegram_id=speaker.chat_telegram_id,
        dedupe_key=f"change:{plan.id}:{due.timestamp():.0f}",
        trace_id=f"p{plan.id}",
        now=now,
    )
    session.add(row)
    await session.flush()
    return row


async def _changed_since(
    session: AsyncSession, speaker: Speaker, plan: Plan, now: dt.datetime
) -> CalendarChange:
    """What has come and gone since the plan was made. What is over counts no more."""
    [day] = await load_days(session, speaker, plan.local_on, 1, now)
    before, after = _appointments(day_from_facts(plan.facts)), _appointments(day)
    return CalendarChange(
        _coming(before - after, plan.local_on, speaker, now),
        _coming(after - before, plan.local_on, speaker, now),
    )


def _appointments(day: WorkDay) -> set[Busy]:
    return {busy for busy in day.busy if busy.kind == "appointment"}


def _coming(times: Iterable[Busy], on: dt.date, speaker: Speaker, now: dt.datetime) -> list[_Time]:
    found = [
        _Time(
            instant_of_minute(busy.start, on, speaker.zone),
            instant_of_minute(busy.end, on, speaker.zone),
            busy.title,
        )
        for busy in sorted(times, key=lambda busy: (busy.start, busy.end, busy.title))
    ]
    return [time for time in found if time.ends_at > now]

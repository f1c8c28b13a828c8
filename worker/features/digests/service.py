"""Builds a digest on request (a command), and finds the digest a button belongs to."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import Date, cast
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.operation import Operation, TaskEvent
from models.tables.schedule import Schedule
from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.operations import UNDO_KINDS
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_tasks
from worker.features.digests.missed_series import load_missed_of_series
from worker.features.digests.queries import DigestFacts, Recipient, load_digest_facts
from worker.features.digests.render import digest_photo, digest_photo_row, digest_replies
from worker.features.digests.review_insights.service import WeekInsights, insight_sentences
from worker.features.digests.week_figures import load_move_counts


def requested_recipient(
    speaker: Speaker, schedule_id: int, kind: str, day: dt.date, now: dt.datetime
) -> Recipient:
    """The recipient of a digest that was asked for: due now, and never silent."""
    return Recipient(schedule_id, kind, day, now, "line", speaker)


async def load_recipient_facts(session: AsyncSession, recipient: Recipient) -> DigestFacts:
    """The facts of one recipient."""
    facts = await load_digest_facts(session, [recipient])
    await load_missed_of_series(session, facts, [recipient])
    return facts[recipient.speaker.workspace_id]


async def digest_now(
    session: AsyncSession,
    speaker: Speaker,
    schedule: Schedule,
    context: HandlerContext,
    insights: WeekInsights | None = None,
) -> list[Reply]:
    """Today's digest of a kind as an answer, with its picture: sent before bulk messages, and without a run in the ledger."""
    recipient = recipient_of_today(speaker, schedule, context.now)
    weekly = schedule.kind == "weekly_review"
    moves = await load_move_counts(session, [recipient]) if weekly else {}
    facts = await load_recipient_facts(session, recipient)
    sentences = (
        [] if insights is None else await insight_sentences(session, recipient, insights, recipient.local_on)
    )
    photo = digest_photo(recipient, facts, moves)
    if photo is not None:
        key, trace = f"{context.trace_id}:picture", context.trace_id
        session.add(
            digest_photo_row(recipient, photo, purpose="answer", key=key, trace_id=trace, now=context.now)
        )
        # Stored before the text: older rows are sent first.
        await session.flush()
    replies = digest_replies(recipient, facts, moves, context.now, sentences)
    return [replace(reply, purpose="answer") for reply in replies]


def recipient_of_today(speaker: Speaker, schedule: Schedule, now: dt.datetime) -> Recipient:
    """The recipient of today's digest of a schedule."""
    assert schedule.id is not None
    return requested_recipient(speaker, schedule.id, schedule.kind, speaker.today(now), now)


async def count_moved_tasks(session: AsyncSession, recipient: Recipient) -> int:
    """How many tasks due by the recipient's day were put off to a later one on that day or since; undone moves do not count."""
    before, after = (
        cast(getattr(TaskEvent, side)["deadline_on"].astext, Date) for side in ("before", "after")
    )
    day = recipient.local_on
    moved = (
        select(TaskEvent.task_id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            Operation.chat_id == recipient.speaker.chat_id,
            col(Operation.kind).not_in(UNDO_KINDS),
            col(Operation.undone_at).is_(None),
            col(Operation.created_at) >= instant_at(day, dt.time(), recipient.speaker.zone),
            before <= day,
            after > day,
        )
    )
    later = reachable_tasks(recipient.speaker).where(
        col(Task.id).in_(moved), Task.status == "open", col(Task.deadline_on) > day
    )
    return len((await session.exec(later)).all())


async def recipient_of_button(
    session: AsyncSession, speaker: Speaker, schedule: str, day: str, now: dt.datetime
) -> Recipient | None:
    """The digest of that schedule and day ("20261123"); None for another chat's schedule or malformed data."""
    if not schedule.isdecimal() or len(schedule) > 18:
        return None
    try:
        local_on = dt.datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 - a date, no instant
    except ValueError:
        return None
    statement = select(Schedule).where(Schedule.id == int(schedule), Schedule.chat_id == speaker.chat_id)
    found = (await session.exec(statement)).first()
    if found is None or found.id is None:
        return None
    return requested_recipient(speaker, found.id, found.kind, local_on, now)

"""SQL of the runs that wait to be rendered: locked, with the recipient of each."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.schedule import Schedule, ScheduleRun
from worker.core.speaker import Speaker, speaker_of
from worker.features.digests.queries import Recipient


@dataclass(frozen=True, slots=True)
class WaitingRun:
    """A locked run; `recipient` is None when nobody is to get it (see `reason`) or building it failed with `error`."""

    run: ScheduleRun
    recipient: Recipient | None = None
    error: Exception | None = None
    reason: str = "blocked"


async def waiting_runs(session: AsyncSession, limit: int) -> list[WaitingRun]:
    """The oldest runs that wait for the batch; runs locked by another worker are skipped."""
    statement = (
        select(ScheduleRun)
        .where(ScheduleRun.state == "enqueued", ~col(ScheduleRun.alone))
        .order_by(col(ScheduleRun.due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return await _waiting_with_recipients(session, list((await session.exec(statement)).all()))


async def waiting_run(session: AsyncSession, schedule_id: int, local_on: dt.date) -> list[WaitingRun]:
    """One run, empty when it no longer waits."""
    statement = (
        select(ScheduleRun)
        .where(
            ScheduleRun.schedule_id == schedule_id,
            ScheduleRun.local_on == local_on,
            ScheduleRun.state == "enqueued",
        )
        .with_for_update()
    )
    return await _waiting_with_recipients(session, list((await session.exec(statement)).all()))


async def _waiting_with_recipients(session: AsyncSession, runs: list[ScheduleRun]) -> list[WaitingRun]:
    ids = {run.schedule_id for run in runs}
    statement = (
        select(Schedule, Chat, Member)
        .join(Chat, col(Chat.id) == col(Schedule.chat_id))
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(col(Schedule.id).in_(ids))
    )
    known = {
        schedule.id: (schedule, chat, member)
        for schedule, chat, member in (await session.exec(statement)).all()
    }
    before = await _previous(session, runs)
    found = []
    for run in runs:
        schedule, chat, member = known[run.schedule_id]
        if chat.blocked_at is not None or member.archived_at is not None:
            found.append(WaitingRun(run, reason="blocked" if member.archived_at is None else "removed"))
            continue
        try:
            recipient = _recipient(run, schedule, speaker_of(chat, member))
        except (KeyError, ValueError) as error:
            # A bad row of one chat (an unknown zone) must not stop the digests of the others.
            found.append(WaitingRun(run, error=error))
            continue
        previous = before.get((run.schedule_id, run.local_on))
        found.append(WaitingRun(run, replace(recipient, previous=previous)))
    return found


def _recipient(run: ScheduleRun, schedule: Schedule, speaker: Speaker) -> Recipient:
    return Recipient(run.schedule_id, schedule.kind, run.local_on, run.due_at, schedule.when_empty, speaker)


async def _previous(
    session: AsyncSession, runs: list[ScheduleRun]
) -> dict[tuple[int, dt.date], tuple[str, str | None, dt.date]]:
    """The last run before each run, those left out that had nothing to report."""
    if not runs:
        return {}
    said = (col(ScheduleRun.reason).is_(None)) | (col(ScheduleRun.reason) != "nothing")
    latest = max(run.local_on for run in runs)
    rank = func.row_number().over(
        partition_by=col(ScheduleRun.schedule_id), order_by=col(ScheduleRun.local_on).desc()
    )
    ranked = (
        columns(
            col(ScheduleRun.schedule_id),
            col(ScheduleRun.local_on),
            col(ScheduleRun.state),
            col(ScheduleRun.reason),
            rank.label("rank"),
        )
        .where(
            col(ScheduleRun.schedule_id).in_({run.schedule_id for run in runs}),
            col(ScheduleRun.local_on) >= latest - dt.timedelta(days=15),
            said,
        )
        .subquery()
    )
    rows = (await session.execute(columns(ranked).where(ranked.c.rank <= 4))).all()
    of_schedule: dict[int, list[tuple[str, str | None, dt.date]]] = {}
    for row in rows:
        of_schedule.setdefault(row.schedule_id, []).append((row.state, row.reason, row.local_on))
    found: dict[tuple[int, dt.date], tuple[str, str | None, dt.date]] = {}
    for run in runs:
        earlier = [past for past in of_schedule.get(run.schedule_id, ()) if past[2] < run.local_on]
        if earlier:
            found[(run.schedule_id, run.local_on)] = max(earlier, key=lambda past: past[2])
    return found

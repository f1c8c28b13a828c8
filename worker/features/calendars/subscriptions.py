"""Subscribed calendars: added, removed and brought back, due to be read, and what reading one has changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import FetchCalendar
from models.runtime import clock
from models.runtime.settings import Settings
from models.tables.appointment import Appointment
from models.tables.calendar_subscription import CalendarSubscription
from models.tables.chat import Chat
from models.tables.member import Member
from worker.core.speaker import Speaker
from worker.features.calendars.busy_times import BusyTime, ReadCalendar
from worker.features.calendars.fetch import Fetched, Known
from worker.features.calendars.public_address import FetchError, parse_target
from worker.services import Services

MOST_SUBSCRIPTIONS = 5
_BATCH = 100
_EVERY = dt.timedelta(minutes=15)
_LONGEST_PAUSE = dt.timedelta(hours=6)
# An unchanged file is read again after so long, since the days it was expanded for pass.
_EXPANDED = dt.timedelta(days=3)
_TOLD_AFTER = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BusyChange:
    """Times that a calendar has no more (`gone`) and has now (`new`), as far as they take time."""

    gone: tuple[BusyTime, ...] = ()
    new: tuple[BusyTime, ...] = ()


def trusted_hosts(settings: Settings) -> frozenset[str]:
    """The hosts (host:port) that may be private."""
    return frozenset(
        name.strip().lower() for name in settings.calendar_private_hosts.split(",") if name.strip()
    )


def host_of(subscription: CalendarSubscription) -> str:
    """The host of its address: all that may be shown of it."""
    rest = subscription.address.partition("://")[2]
    return rest.partition("/")[0][:100]


async def subscriptions_of(session: AsyncSession, speaker: Speaker) -> Sequence[CalendarSubscription]:
    """The calendars the speaker subscribes to."""
    statement = select(CalendarSubscription).where(
        CalendarSubscription.workspace_id == speaker.workspace_id,
        CalendarSubscription.member_id == speaker.member_id,
        col(CalendarSubscription.removed_at).is_(None),
    )
    return (await session.exec(statement.order_by(col(CalendarSubscription.id)))).all()


async def subscribe(
    session: AsyncSession, speaker: Speaker, address: str, settings: Settings, now: dt.datetime
) -> CalendarSubscription:
    """Subscribe to an address, or find that the speaker does already; it is read within seconds.

    Raises FetchError: `address` for one that is never read, `own` for one of this planner's, `many` for one too many.
    """
    target = parse_target(address, trusted_hosts(settings))
    if settings.public_address is not None and target.address.startswith(
        f"{settings.public_address}/calendar/"
    ):
        raise FetchError("own")
    # Two messages at once count one after the other.
    await session.exec(select(Member.id).where(Member.id == speaker.member_id).with_for_update())
    known = await subscriptions_of(session, speaker)
    for row in known:
        if row.address == target.address:
            return row
    if len(known) >= MOST_SUBSCRIPTIONS:
        raise FetchError("many")
    row = CalendarSubscription(
        workspace_id=speaker.workspace_id,
        member_id=speaker.member_id,
        chat_id=speaker.chat_id,
        address=target.address,
        next_fetch_at=now,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def find_subscription(
    session: AsyncSession, speaker: Speaker, subscription_id: int
) -> CalendarSubscription | None:
    """One of the speaker's own, removed or not, locked; None for any other id."""
    statement = select(CalendarSubscription).where(
        CalendarSubscription.id == subscription_id,
        CalendarSubscription.workspace_id == speaker.workspace_id,
        CalendarSubscription.member_id == speaker.member_id,
    )
    return (await session.exec(statement.with_for_update())).first()


async def unsubscribe(session: AsyncSession, row: CalendarSubscription, now: dt.datetime) -> None:
    """Read it no more; its busy times are free again."""
    row.removed_at = row.removed_at or now
    session.add(row)
    await session.execute(delete(Appointment).where(col(Appointment.subscription_id) == row.id))


async def resubscribe(
    session: AsyncSession, speaker: Speaker, row: CalendarSubscription, now: dt.datetime
) -> bool:
    """Read it again; False where it is subscribed to again already, or there are too many."""
    known = await subscriptions_of(session, speaker)
    if len(known) >= MOST_SUBSCRIPTIONS or any(other.address == row.address for other in known):
        return False
    row.removed_at, row.next_fetch_at, row.etag, row.last_modified = None, now, None, None
    session.add(row)
    await session.flush()
    return True


def has_due_subscriptions(now: Any) -> ColumnElement[bool]:
    """Whether there is a calendar to be read."""
    return exists().where(
        col(CalendarSubscription.next_fetch_at) <= now, col(CalendarSubscription.removed_at).is_(None)
    )


async def enqueue_due_subscriptions(services: Services) -> int:
    """Enqueue the reading of the calendars that are due; how many. Called by the scheduler."""
    if not services.settings.calendar:
        return 0
    due = (
        select(CalendarSubscription.id)
        .where(
            col(CalendarSubscription.next_fetch_at) <= clock.now(),
            col(CalendarSubscription.removed_at).is_(None),
        )
        .order_by(col(CalendarSubscription.next_fetch_at))
        .limit(_BATCH)
    )
    async with services.database.read_session() as session:
        found = (await session.exec(due)).all()
    for subscription_id in found:
        if subscription_id is not None:
            await services.producer.enqueue(FetchCalendar(subscription_id))
    return len(found)


async def open_subscription(
    session: AsyncSession, subscription_id: int
) -> tuple[CalendarSubscription, Chat, Member] | None:
    """A subscription with its chat and member, locked; None when it was removed, or its member was."""
    statement = (
        select(CalendarSubscription, Chat, Member)
        .join(Chat, col(Chat.id) == col(CalendarSubscription.chat_id))
        .join(Member, col(Member.id) == col(CalendarSubscription.member_id))
        .where(
            CalendarSubscription.id == subscription_id,
            col(CalendarSubscription.removed_at).is_(None),
            col(Member.archived_at).is_(None),
        )
        .with_for_update(of=CalendarSubscription)
    )
    return (await session.exec(statement)).first()


def known_version(row: CalendarSubscription, now: dt.datetime) -> Known:
    """The version not to be sent again; none where the file is to be read again in any case."""
    if row.read_at is None or row.read_at <= now - _EXPANDED:
        return Known()
    return Known(row.etag, row.last_modified)


async def keep_reading(
    session: AsyncSession,
    row: CalendarSubscription,
    fetched: Fetched,
    read: ReadCalendar | None,
    now: dt.datetime,
) -> BusyChange:
    """Note a success, and put the calendar's busy times in the place of those of before; what has changed by it."""
    row.failing_since, row.failures, row.error, row.told_at = None, 0, None, None
    row.fetched_at, row.next_fetch_at = now, now + _EVERY
    session.add(row)
    if read is None:
        return BusyChange()
    row.etag, row.last_modified, row.read_at, row.name = fetched.etag, fetched.last_modified, now, read.name
    return await _replace_times(session, row, read.times, now)


async def _replace_times(
    session: AsyncSession, row: CalendarSubscription, times: Sequence[BusyTime], now: dt.datetime
) -> BusyChange:
    stored = (await session.exec(select(Appointment).where(Appointment.subscription_id == row.id))).all()
    before = {BusyTime(a.starts_at, a.ends_at, a.title, a.takes_time): a.id for a in stored}
    after = set(times)
    gone = [time for time in before if time not in after]
    ids = [before[time] for time in gone]
    await session.execute(delete(Appointment).where(col(Appointment.id).in_(ids)))
    new = sorted(after - before.keys())
    session.add_all(
        Appointment(
            workspace_id=row.workspace_id,
            member_id=row.member_id,
            title=time.title,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            takes_time=time.takes_time,
            subscription_id=row.id,
            created_at=now,
        )
        for time in new
    )
    await session.flush()
    return BusyChange(
        tuple(sorted(t for t in gone if t.takes_time and t.ends_at > now)),
        tuple(t for t in new if t.takes_time and t.ends_at > now),
    )


def note_failure(row: CalendarSubscription, code: str, now: dt.datetime) -> bool:
    """Note a failure: the next try comes later each time. Whether the member is to be told: at once of the first
    reading, of a calendar that worked before once, after a day."""
    row.failures += 1
    row.failing_since, row.error = row.failing_since or now, code
    row.next_fetch_at = now + min(_LONGEST_PAUSE, _EVERY * 2 ** min(row.failures - 1, 8))
    first = row.fetched_at is None and row.failures == 1
    late = row.told_at is None and now - row.failing_since >= _TOLD_AFTER
    if first or late:
        row.told_at = now
    return first or late

"""Job: reads a subscribed calendar and makes its busy times the member's."""

import asyncio
import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage, FetchCalendar
from models.runtime import clock
from models.tables.calendar_subscription import CalendarSubscription
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from worker.core.job_result import JobResult
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import speaker_of
from worker.features.calendars.busy_times import ReadCalendar, Window, read_busy_times
from worker.features.calendars.fetch import Fetched, fetch_file
from worker.features.calendars.public_address import FetchError
from worker.features.calendars.subscription_views import failed_reading, first_reading
from worker.features.calendars.subscriptions import (
    BusyChange,
    keep_reading,
    known_version,
    note_failure,
    open_subscription,
    trusted_hosts,
)
from worker.features.planning.calendar_change import CalendarChange, offer_after_change
from worker.services import Services

# Busy times are wanted from yesterday on, for as long as plans and their ways out look ahead and some weeks more.
_BEFORE, _AHEAD = dt.timedelta(days=1), dt.timedelta(days=62)


@dataclass(frozen=True, slots=True)
class CalendarRead(JobResult):
    """How many busy times are new and gone, how many events were not read, and why the whole was not."""

    new: int = 0
    gone: int = 0
    left_out: int = 0
    error: str | None = None


async def fetch_calendar(services: Services, job: FetchCalendar) -> CalendarRead:
    """Fetch and read with nothing held (I7), then keep what was read. A failure is noted in the subscription: it is
    tried again when that says, not by this job's retries."""
    now = clock.now()
    async with services.database.transaction() as session:
        found = await open_subscription(session, job.subscription_id)
        if found is None:
            return CalendarRead()
        row, chat, _ = found
        address, known, zone = row.address, known_version(row, now), ZoneInfo(chat.zone)
    try:
        fetched = await fetch_file(address, known, trusted=trusted_hosts(services.settings))
        read = await _read(fetched, Window(now - _BEFORE, now + _AHEAD, zone), address)
    except FetchError as error:
        return await _failed(services, job, error.code, now)
    return await _kept(services, job, fetched, read, now)


async def _read(fetched: Fetched, window: Window, address: str) -> ReadCalendar | None:
    """The busy times of a file; None of one that is known already. Raises FetchError("content")."""
    if fetched.body is None:
        return None
    read = await asyncio.to_thread(read_busy_times, fetched.body, window, address)
    if read is None:
        raise FetchError("content")
    return read


async def _failed(services: Services, job: FetchCalendar, code: str, now: dt.datetime) -> CalendarRead:
    messages: list[OutboundMessage] = []
    async with services.database.transaction() as session:
        found = await open_subscription(session, job.subscription_id)
        if found is not None:
            row, chat, member = found
            if note_failure(row, code, now):
                told = failed_reading(speaker_of(chat, member), row)
                messages = await _owed(session, told, row, chat, f"failed:{row.failures}", now)
            session.add(row)
    await _deliver(services, messages)
    return CalendarRead(error=code)


async def _kept(
    services: Services, job: FetchCalendar, fetched: Fetched, read: ReadCalendar | None, now: dt.datetime
) -> CalendarRead:
    async with services.database.transaction() as session:
        found = await open_subscription(session, job.subscription_id)
        if found is None:
            return CalendarRead()
        row, chat, member = found
        is_first = row.fetched_at is None
        change = await keep_reading(session, row, fetched, read, now)
        messages = await _messages(session, (row, chat, member), change, read, now, is_first=is_first)
    await _deliver(services, messages)
    return CalendarRead(len(change.new), len(change.gone), read.left_out if read else 0)


async def _messages(
    session: AsyncSession,
    found: tuple[CalendarSubscription, Chat, Member],
    change: BusyChange,
    read: ReadCalendar | None,
    now: dt.datetime,
    *,
    is_first: bool,
) -> list[OutboundMessage]:
    row, chat, member = found
    speaker = speaker_of(chat, member)
    messages: list[OutboundMessage] = []
    if is_first and read is not None:
        told = first_reading(speaker, row, sum(time.takes_time for time in read.times), read.left_out)
        messages += await _owed(session, told, row, chat, "first", now)
    offer = await offer_after_change(session, speaker, CalendarChange(change.gone, change.new), now)
    if offer is not None:
        messages += await _owed(session, offer, row, chat, f"offer:{now.timestamp():.0f}", now)
    return messages


async def _owed(
    session: AsyncSession, reply: Reply, row: CalendarSubscription, chat: Chat, what: str, now: dt.datetime
) -> list[OutboundMessage]:
    message = outbox_row(
        reply,
        workspace_id=row.workspace_id,
        chat_telegram_id=chat.telegram_id,
        dedupe_key=f"subscription:{row.id}:{row.created_at.timestamp():.0f}:{what}",
        trace_id=f"k{row.id}",
        now=now,
    )
    session.add(message)
    await session.flush()
    return [message]


async def _deliver(services: Services, messages: list[OutboundMessage]) -> None:
    for message in messages:
        assert message.id is not None
        await services.producer.enqueue(DeliverMessage(message.id, message.trace_id))

"""Makes a member's calendar feed from the rows, for the api to serve."""

import asyncio
import gzip
import hashlib
from dataclasses import dataclass

from models.queue.jobs import MakeCalendar
from models.runtime import clock
from worker.core.job_result import JobResult
from worker.core.speaker import speaker_of
from worker.features.calendars.feed_events import FeedRows, feed_events, load_feed_rows
from worker.features.calendars.feeds import FeedAddresses, feed_owner, store_feed
from worker.features.calendars.write_ics import write_ics
from worker.services import Services


@dataclass(frozen=True, slots=True)
class CalendarMade(JobResult):
    """How many entries and bytes the file has, and whether it is another one than before."""

    entries: int = 0
    size: int = 0
    changed: bool = False


async def make_calendar(services: Services, job: MakeCalendar) -> CalendarMade:
    """Read the rows, write the file in a thread with nothing held (I7), and keep it when it is another one."""
    addresses, now = FeedAddresses.from_settings(services.settings), clock.now()
    async with services.database.transaction() as session:
        owner = await feed_owner(session, job.member_id)
        if owner is None or addresses is None:
            return CalendarMade()
        rows = await load_feed_rows(session, speaker_of(*owner), addresses.domain, now)
    entries, body = await asyncio.to_thread(_written, rows)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    async with services.database.transaction() as session:
        changed = await store_feed(session, job.member_id, gzip.compress(body, mtime=0), etag, now)
    return CalendarMade(entries, len(body), changed)


def _written(rows: FeedRows) -> tuple[int, bytes]:
    events = feed_events(rows)
    name = rows.speaker.translator.gettext("Planner: {name}", name=rows.speaker.name)
    return len(events), write_ics(name, events)

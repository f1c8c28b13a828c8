"""Makes calendar feeds, gives them other addresses, turns them off, and rebuilds them after changes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, and_, exists, or_, update
from sqlalchemy.orm import defer
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import MakeCalendar
from models.runtime import clock
from models.runtime.feed_token import feed_token, hash_of_token, new_salt
from models.runtime.settings import Settings
from models.tables.calendar_feed import CalendarFeed
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.operation import Operation
from worker.core.speaker import Speaker
from worker.services import Services

_BATCH = 200
# After a change a feed is rebuilt, but not sooner than this after the last time.
_PAUSE = dt.timedelta(seconds=20)
# A change that was committed later than its instant says is still found: for so long every feed is read again.
_COMMIT = dt.timedelta(seconds=40)
# Without any change: days pass, and the zone or the language may be another one.
_OLDEST = dt.timedelta(hours=3)
_PATH = "/calendar"


@dataclass(frozen=True, slots=True)
class FeedAddresses:
    """How addresses are written: this server's public address, and the secret they are derived from."""

    public: str
    secret: str

    @classmethod
    def from_settings(cls, settings: Settings) -> "FeedAddresses | None":
        """None where calendars are off, or this server has no public address."""
        token = settings.telegram_bot_token
        if not settings.calendar or settings.public_address is None or token is None:
            return None
        return cls(settings.public_address, token.get_secret_value())

    @property
    def domain(self) -> str:
        """This server's name."""
        return urlsplit(self.public).hostname or "planner"

    def address(self, feed: CalendarFeed) -> str | None:
        """The feed's address; None when it was made with another bot token and cannot be shown any more."""
        token = feed_token(self.secret, feed.salt)
        return f"{self.public}{_PATH}/{token}.ics" if hash_of_token(token) == feed.token_hash else None

    def give_address(self, feed: CalendarFeed) -> None:
        """Give the feed another address; the former one leads nowhere any more."""
        feed.salt = new_salt()
        feed.token_hash = hash_of_token(feed_token(self.secret, feed.salt))


async def feed_of(session: AsyncSession, speaker: Speaker) -> CalendarFeed | None:
    """The speaker's feed without its file, locked; None when they have none."""
    statement = (
        select(CalendarFeed)
        .where(CalendarFeed.member_id == speaker.member_id)
        .options(defer(CalendarFeed.body, raiseload=True))  # type: ignore[arg-type]
        .with_for_update()
    )
    return (await session.exec(statement)).first()


async def open_feed(
    session: AsyncSession, speaker: Speaker, addresses: FeedAddresses, now: dt.datetime
) -> CalendarFeed:
    """The speaker's feed, made where there is none; the worker fills it within seconds."""
    feed = await feed_of(session, speaker)
    if feed is None:
        feed = CalendarFeed(
            member_id=speaker.member_id,
            workspace_id=speaker.workspace_id,
            chat_id=speaker.chat_id,
            salt="",
            token_hash="",
            created_at=now,
        )
        addresses.give_address(feed)
        session.add(feed)
        await session.flush()
    return feed


async def close_feed(session: AsyncSession, speaker: Speaker) -> bool:
    """Turn the speaker's feed off: its address leads nowhere from now on. False when there is none."""
    closed = delete(CalendarFeed).where(col(CalendarFeed.member_id) == speaker.member_id)
    return bool((await session.execute(closed)).rowcount)  # type: ignore[attr-defined]


async def is_private(session: AsyncSession, speaker: Speaker) -> bool:
    """Whether nobody else reads the speaker's chat."""
    return (await session.get_one(Chat, speaker.chat_id)).kind == "private"


def _stale(now: Any) -> ColumnElement[bool]:
    feed = CalendarFeed
    changed = exists().where(
        col(Operation.workspace_id) == col(feed.workspace_id),
        col(Operation.created_at) > col(feed.read_at) - _COMMIT,
    )
    rested = col(feed.read_at) <= now - _PAUSE
    return or_(col(feed.read_at).is_(None), col(feed.read_at) <= now - _OLDEST, and_(rested, changed))


def has_stale_feeds(now: Any) -> ColumnElement[bool]:
    """Whether there is a feed to be made: a new one, one with changes since, or an old one."""
    return exists(select(CalendarFeed.member_id).where(_stale(now)))


async def enqueue_stale_feeds(services: Services) -> int:
    """Enqueue the making of those feeds; how many. Called by the scheduler."""
    if FeedAddresses.from_settings(services.settings) is None:
        return 0
    statement = select(CalendarFeed.member_id).where(_stale(clock.now())).limit(_BATCH)
    async with services.database.read_session() as session:
        found = (await session.exec(statement)).all()
    for member_id in found:
        await services.producer.enqueue(MakeCalendar(member_id))
    return len(found)


async def feed_owner(session: AsyncSession, member_id: int) -> tuple[Chat, Member] | None:
    """The chat and the member a feed is written for; None when there is no feed any more."""
    statement = (
        select(Chat, Member)
        .join(CalendarFeed, col(CalendarFeed.chat_id) == col(Chat.id))
        .join(Member, col(Member.id) == col(CalendarFeed.member_id))
        .where(CalendarFeed.member_id == member_id, col(Member.archived_at).is_(None))
    )
    return (await session.exec(statement)).first()


async def store_feed(
    session: AsyncSession, member_id: int, body: bytes, etag: str, read_at: dt.datetime
) -> bool:
    """Keep a file that was made of what the rows said at `read_at`; whether it is another one than before."""
    feed = CalendarFeed
    mine = col(feed.member_id) == member_id
    changed = await session.execute(
        update(feed)
        .where(mine, col(feed.etag).is_distinct_from(etag))
        .values(body=body, etag=etag, made_at=read_at)
    )
    await session.execute(update(feed).where(mine).values(read_at=read_at))
    return bool(changed.rowcount)  # type: ignore[attr-defined]

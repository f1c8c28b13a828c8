"""Erases a workspace or a person: a confirmed request, and then all rows, a batch at a time."""

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Table, delete, exists, literal_column, or_, update
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import EraseData
from models.queue.keys import LANE
from models.runtime.database import Database
from models.tables.all_tables import METADATA
from models.tables.api_token import ApiToken
from models.tables.chat import Chat
from models.tables.erasure import Erasure
from models.tables.group_chat import GroupChat
from models.tables.job_run import JobRun
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from worker.core.handler import HandlerContext
from worker.core.reply import BULK_PURPOSES
from worker.core.speaker import Speaker
from worker.features.forget.erased_rows import (
    Conditions,
    Lanes,
    person_conditions,
    some_of,
    table_of,
    workspace_conditions,
)
from worker.features.forget.mentions import clear_mentions
from worker.services import Services

# One statement must end within the connection's 10 s.
_BATCH = 2000


async def request_erasure(
    session: AsyncSession, speaker: Speaker, member: Member | None, context: HandlerContext
) -> None:
    """From now on nobody of the workspace, or this person, has access; a job erases the rest within seconds."""
    mine = col(Member.workspace_id) == speaker.workspace_id
    if member is not None:
        mine &= col(Member.id) == member.id
    await session.execute(update(Member).where(mine).values(archived_at=context.now))
    session.add(
        Erasure(
            workspace_id=speaker.workspace_id,
            member_id=None if member is None else member.id,
            chat_telegram_id=speaker.chat_telegram_id,
            language=speaker.language,
            requested_at=context.now,
        )
    )
    await session.flush()


def has_erasures(_: Any) -> ColumnElement[bool]:
    """Whether a request is not carried out yet."""
    return exists(select(Erasure.id))


async def enqueue_erasures(services: Services) -> None:
    """Enqueue every request that is not carried out yet. Called by the scheduler."""
    async with services.database.read_session() as session:
        found = (await session.exec(select(Erasure.id))).all()
    for erasure_id in found:
        assert erasure_id is not None
        await services.producer.enqueue(EraseData(erasure_id))


async def lanes_of(session: AsyncSession, erasure: Erasure) -> Lanes:
    """The chats and accounts whose data goes."""
    chats = select(Chat.telegram_id).where(Chat.workspace_id == erasure.workspace_id)
    people = select(Member.telegram_user_id).where(
        Member.workspace_id == erasure.workspace_id, col(Member.telegram_user_id).is_not(None)
    )
    if erasure.member_id is not None:
        chats = chats.where(Chat.member_id == erasure.member_id)
        people = people.where(Member.id == erasure.member_id)
    programs = select(ApiToken.id).where(col(ApiToken.chat_id).in_(_chat_ids(erasure)))
    found = [number for number in (await session.exec(people)).all() if number is not None]
    tokens = [number for number in (await session.exec(programs)).all() if number is not None]
    places = list((await session.exec(chats)).all())
    if erasure.member_id is None:
        groups = select(GroupChat.telegram_id).where(GroupChat.workspace_id == erasure.workspace_id)
        places += (await session.exec(groups)).all()
    return Lanes(tuple(places), tuple(found), tuple(tokens))


def _chat_ids(erasure: Erasure) -> Any:
    """The rows of the private chats whose data goes."""
    chats = select(Chat.id).where(Chat.workspace_id == erasure.workspace_id)
    return chats if erasure.member_id is None else chats.where(Chat.member_id == erasure.member_id)


async def is_quiet(services: Services, erasure: Erasure, lanes: Lanes) -> bool:
    """Whether nothing of what is to go waits or is being worked on any more: no message, no job, no answer."""
    for name in lanes.names():
        if await services.redis.exists(LANE + name):
            return False
    runs, sent = table_of(JobRun), table_of(OutboundMessage)
    at_work = exists().where(runs.c.state == "running", conditions_of(erasure, lanes)[runs.name])
    owed = exists().where(
        sent.c.chat_telegram_id.in_(lanes.chats),
        sent.c.state.in_(("pending", "sending")),
        sent.c.purpose.not_in(BULK_PURPOSES),
    )
    async with services.database.read_session() as session:
        return not (await session.execute(columns(or_(at_work, owed)))).scalar_one()


def conditions_of(erasure: Erasure, lanes: Lanes) -> Conditions:
    """By table, which rows go."""
    if erasure.member_id is None:
        return workspace_conditions(erasure.workspace_id, lanes)
    return person_conditions(erasure.workspace_id, erasure.member_id, lanes)


async def erase(database: Database, erasure: Erasure, lanes: Lanes) -> dict[str, int]:
    """Delete every row, all but the request itself; how many by table. Safe to repeat."""
    conditions = conditions_of(erasure, lanes)
    if erasure.member_id is not None:
        async with database.transaction() as session:
            await clear_mentions(session, erasure.workspace_id, erasure.member_id, conditions)
    deleted: Counter[str] = Counter()
    for name in conditions:
        table = METADATA.tables[name]
        while (count := await _delete_some(database, table, conditions)) > 0:
            deleted[name] += count
            if count < _BATCH:
                break
    return dict(deleted)


async def _delete_some(database: Database, table: Table, conditions: Conditions) -> int:
    place: Any = literal_column("ctid")
    chosen = some_of(table, conditions[table.name], _BATCH)
    async with database.transaction() as session:
        done = await session.execute(delete(table).where(place.in_(chosen)))
    assert isinstance(done, CursorResult)
    return done.rowcount

"""Carries out a confirmed request to erase a workspace or a person."""

import asyncio
from dataclasses import dataclass, field

from sqlmodel import col, delete

from models.queue.jobs import DeliverMessage, EraseData
from models.runtime import clock
from models.tables.erasure import Erasure
from models.tables.outbox import OutboundMessage
from worker.core.job_result import JobResult
from worker.core.reply import outbox_row
from worker.features.forget.queries import backups_forget_on, name_of, owners_chats
from worker.features.forget.service import erase, is_quiet, lanes_of
from worker.features.forget.views import finished, left_by
from worker.services import Services

# What was on its way is let through, for twenty seconds at most: new messages are those of a stranger by now.
_MOST_LOOKS, _PAUSE_SECONDS = 200, 0.1


@dataclass(frozen=True, slots=True)
class DataErased(JobResult):
    """How many rows are gone, and how many of each table."""

    rows: int = 0
    deleted: dict[str, int] = field(default_factory=dict)


async def erase_data(services: Services, job: EraseData) -> DataErased:
    """Delete all rows, then the request together with a last message about it. A repeated run goes on where one ended."""
    async with services.database.transaction() as session:
        erasure = await session.get(Erasure, job.erasure_id)
        if erasure is None:
            return DataErased()
        lanes = await lanes_of(session, erasure)
        # Known only now: a run that goes on after another says it without the name.
        name = await name_of(session, erasure)
    for _ in range(_MOST_LOOKS):
        if await is_quiet(services, erasure, lanes):
            break
        await asyncio.sleep(_PAUSE_SECONDS)
    deleted = await erase(services.database, erasure, lanes)
    for last in await _end(services, job, erasure, name):
        assert last.id is not None
        await services.producer.enqueue(DeliverMessage(last.id, job.trace_id))
    return DataErased(sum(deleted.values()), deleted)


async def _end(
    services: Services, job: EraseData, erasure: Erasure, name: str | None
) -> list[OutboundMessage]:
    """The request goes, and whoever asked is told that it is done; so are the owners of the planner that a member left."""
    now = clock.now()
    async with services.database.transaction() as session:
        ended = await session.execute(delete(Erasure).where(col(Erasure.id) == erasure.id))
        if not ended.rowcount:  # type: ignore[attr-defined]
            return []
        backups = await backups_forget_on(session, services.settings, now)
        told = {
            erasure.chat_telegram_id: finished(erasure.language, backups, workspace=erasure.member_id is None)
        }
        for chat in await owners_chats(session, erasure):
            told.setdefault(chat.telegram_id, left_by(chat.language, name))
        rows = [
            outbox_row(
                reply,
                workspace_id=None,
                chat_telegram_id=chat_telegram_id,
                dedupe_key=f"{job.trace_id}:end:{place}",
                trace_id=job.trace_id,
                now=now,
            )
            for place, (chat_telegram_id, reply) in enumerate(told.items())
        ]
        session.add_all(rows)
        await session.flush()
        return rows

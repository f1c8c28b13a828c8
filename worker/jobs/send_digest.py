"""Send digest: renders one schedule's digest of one local day into the outbox, once (invariant I10)."""

import datetime as dt

import structlog
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import clock
from models.chat import Chat
from models.member import Member
from models.outbox import OutboundMessage
from models.queue.contract import DeliverMessage, SendDigest
from models.schedule import Schedule, ScheduleRun
from worker.conversation.reply import outbox_row
from worker.conversation.speaker import speaker_of
from worker.digests.morning import morning_digest
from worker.services import Services

log = structlog.get_logger()

# Later than this a morning digest is no longer one; it is skipped, and the row says so.
_LATE = dt.timedelta(hours=6)


async def send_digest(services: Services, job: SendDigest) -> None:
    """Render and owe the digest, unless this day's is rendered or over."""
    async with services.database.transaction() as session:
        run = (
            await session.exec(
                select(ScheduleRun)
                .where(ScheduleRun.schedule_id == job.schedule_id, ScheduleRun.local_on == job.day)
                .with_for_update()
            )
        ).first()
        if run is None or run.state != "enqueued":
            return
        rows = await _render(session, job, run)
    for row in rows:
        assert row.id is not None
        await services.producer.enqueue(DeliverMessage(row.id, row.chat_telegram_id, job.trace_id))


async def _render(session: AsyncSession, job: SendDigest, run: ScheduleRun) -> list[OutboundMessage]:
    now = clock.now()
    schedule = await session.get_one(Schedule, run.schedule_id)
    chat = await session.get_one(Chat, schedule.chat_id)
    speaker = speaker_of(chat, await session.get_one(Member, chat.member_id))
    session.add(run)
    if chat.blocked_at is not None:
        return _skip(run, "blocked")
    if now - run.due_at > _LATE:
        return _skip(run, "late")
    replies = await morning_digest(session, speaker, run.local_on, now)
    if not replies:
        return _skip(run, "nothing")
    rows = [
        outbox_row(
            reply,
            workspace_id=speaker.workspace_id,
            chat_telegram_id=chat.telegram_id,
            dedupe_key=f"{job.job_id}:{index}",
            trace_id=job.trace_id,
            now=now,
        )
        for index, reply in enumerate(replies)
    ]
    session.add_all(rows)
    await session.flush()
    run.state, run.rendered_at, run.outbound_message_id = "rendered", now, rows[-1].id
    return rows


def _skip(run: ScheduleRun, reason: str) -> list[OutboundMessage]:
    run.state, run.reason = "skipped", reason
    log.info("digest_skipped", schedule_id=run.schedule_id, reason=reason)
    return []

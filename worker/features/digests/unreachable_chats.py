"""Pauses the schedules of a chat that cannot be reached, notifies the owner, and resumes them later."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.next_run import next_occurrence
from models.tables.schedule import Schedule
from worker.core.i18n import translator_for
from worker.core.reply import Reply, escape_html, outbox_row
from worker.features.digests.schedules import first_free_day


async def pause_schedules_if_blocked(session: AsyncSession, chat_telegram_id: int, now: dt.datetime) -> None:
    """Stop the schedules of a chat that is marked blocked, and notify the workspace's owner."""
    blocked = select(Chat.id).where(Chat.telegram_id == chat_telegram_id, col(Chat.blocked_at).is_not(None))
    stopped = await session.execute(
        update(Schedule)
        .where(
            col(Schedule.chat_id) == blocked.scalar_subquery(),
            col(Schedule.enabled),
            col(Schedule.paused_at).is_(None),
        )
        .values(paused_at=now)
        .returning(col(Schedule.id))
    )
    if stopped.first() is not None:
        await _notify_owners(session, chat_telegram_id, now)


async def _notify_owners(session: AsyncSession, chat_telegram_id: int, now: dt.datetime) -> None:
    """Notify the owners about another member's chat; their own chat is notified when it is resumed."""
    lost = (
        await session.exec(
            select(Chat, Member).where(Chat.telegram_id == chat_telegram_id, Member.id == Chat.member_id)
        )
    ).one()
    chat, member = lost
    owners = (
        select(Chat)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(
            Chat.workspace_id == chat.workspace_id,
            col(Member.is_owner),
            Chat.id != chat.id,
            col(Chat.blocked_at).is_(None),
        )
    )
    for owner in (await session.exec(owners)).all():
        text = translator_for(owner.language).gettext(
            "{name} cannot be reached: the bot is blocked, or the chat is gone. Their digests are paused.",
            name=escape_html(member.name),
        )
        session.add(_notice_row(owner, text, f"paused:{chat.id}:{owner.id}:{now:%Y%m%d%H%M%S}", now))


async def resume_schedules(session: AsyncSession, chat: Chat, now: dt.datetime) -> list[Schedule]:
    """Resume the schedules of a reachable chat from now on, and send one notice there."""
    statement = select(Schedule).where(Schedule.chat_id == chat.id, col(Schedule.paused_at).is_not(None))
    schedules = list((await session.exec(statement.with_for_update())).all())
    for schedule in schedules:
        schedule.next_on, schedule.next_run_at = next_occurrence(
            schedule.local_time,
            schedule.weekdays,
            ZoneInfo(chat.zone),
            after=now,
            first_day=await first_free_day(session, schedule),
        )
        schedule.paused_at = None
        session.add(schedule)
    if schedules:
        text = translator_for(chat.language).gettext(
            "I could not reach you for a while, so your digests were paused. They are back from now on."
        )
        session.add(_notice_row(chat, text, f"resumed:{chat.id}:{now:%Y%m%d%H%M%S}", now))
    return schedules


def _notice_row(chat: Chat, text: str, key: str, now: dt.datetime) -> object:
    return outbox_row(
        Reply(text, purpose="trouble"),
        workspace_id=chat.workspace_id,
        chat_telegram_id=chat.telegram_id,
        dedupe_key=key,
        trace_id=key,
        now=now,
    )

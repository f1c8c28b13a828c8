"""Messages to the bot's owner about an alert; when it is over, the same message is edited silently."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.settings import Settings
from models.tables.alert import Alert
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from worker.alerts.sentences import alert_resolved_text, alert_text
from worker.core.i18n import translator_for
from worker.core.reply import Reply, outbox_row


async def owner_chat(session: AsyncSession, settings: Settings) -> Chat | None:
    """Where the bot's owner reads: OWNER_TELEGRAM_ID's chat, else that of the first workspace's owner."""
    statement = (
        select(Chat)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(col(Member.is_owner), Chat.kind == "private", col(Chat.blocked_at).is_(None))
        .order_by(col(Chat.workspace_id), col(Chat.id))
    )
    if settings.owner_telegram_id is not None:
        statement = statement.where(Chat.telegram_id == settings.owner_telegram_id)
    return (await session.exec(statement.limit(1))).first()


def notify_owner(session: AsyncSession, chat: Chat, alert: Alert, now: dt.datetime) -> OutboundMessage:
    """Add the alert's message to the outbox."""
    text = alert_text(translator_for(chat.language), alert.kind, alert.facts)
    return _add_to_outbox(session, chat, Reply(text, purpose="trouble"), _dedupe_key(alert), now)


async def notify_owner_resolved(
    session: AsyncSession, chat: Chat, alert: Alert, now: dt.datetime
) -> OutboundMessage | None:
    """Edit the alert's last message to say that it is over; a message that was never tried is dropped instead."""
    sent = select(OutboundMessage.telegram_message_id).where(OutboundMessage.dedupe_key == _dedupe_key(alert))
    message = (await session.exec(sent)).first()
    if message is None:
        # One that was never tried would come when it is no longer true.
        unsent = col(OutboundMessage.state) == "pending", col(OutboundMessage.attempts) == 0
        ours = col(OutboundMessage.dedupe_key) == _dedupe_key(alert)
        await session.execute(delete(OutboundMessage).where(ours, *unsent))
        return None
    translator = translator_for(chat.language)
    time = now.astimezone(ZoneInfo(chat.zone)).strftime("%H:%M")
    text = alert_resolved_text(translator, alert_text(translator, alert.kind, alert.facts), time)
    reply = Reply(text, edits=message, purpose="trouble")
    return _add_to_outbox(session, chat, reply, f"{_dedupe_key(alert)}:over:{now:%Y%m%d%H%M%S}", now)


def _dedupe_key(alert: Alert) -> str:
    assert alert.told_at is not None
    return f"alert:{alert.kind}:{alert.told_at.astimezone(dt.UTC):%Y%m%d%H%M%S}"


def _add_to_outbox(
    session: AsyncSession, chat: Chat, reply: Reply, key: str, now: dt.datetime
) -> OutboundMessage:
    row = outbox_row(
        reply,
        workspace_id=chat.workspace_id,
        chat_telegram_id=chat.telegram_id,
        dedupe_key=key,
        trace_id=key,
        now=now,
    )
    session.add(row)
    return row

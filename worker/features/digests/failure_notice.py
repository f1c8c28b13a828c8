"""Telling: a digest that failed is told by another way than itself: a plain word in the chat."""

import datetime as dt

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.outbox import OutboundMessage
from models.tables.schedule import Schedule
from worker.core.i18n import Translator, translator_for
from worker.core.reply import Reply, outbox_row


def schedule_name(translator: Translator, kind: str) -> str:
    """What a kind of schedule is called."""
    named = {
        "morning_digest": translator.gettext("The morning digest"),
        "evening_close": translator.gettext("The evening close"),
        "weekly_review": translator.gettext("The weekly review"),
        "day_plan": translator.gettext("The day's plan"),
    }
    return named[kind]


async def notify_failure(
    session: AsyncSession, schedule_id: int, local_on: dt.date, now: dt.datetime
) -> None:
    """Owe the chat a plain sentence, once a run; a blocked chat is told nothing here (see `unreachable_chats.py`)."""
    statement = (
        select(Schedule.kind, Chat)
        .join(Chat, col(Chat.id) == col(Schedule.chat_id))
        .where(Schedule.id == schedule_id)
    )
    kind, chat = (await session.exec(statement)).one()
    if chat.blocked_at is not None:
        return
    translator = translator_for(chat.language)
    text = translator.gettext(
        "{digest} could not be sent. Nothing is lost: /today shows what is open.",
        digest=schedule_name(translator, kind),
    )
    key = f"told:{schedule_id}:{local_on.isoformat()}"
    row = outbox_row(
        Reply(text, purpose="trouble"),
        workspace_id=chat.workspace_id,
        chat_telegram_id=chat.telegram_id,
        dedupe_key=key,
        trace_id=f"d{schedule_id}-{local_on.isoformat()}",
        now=now,
    )
    values = row.model_dump(exclude={"id"})
    await session.execute(insert(OutboundMessage).values(**values).on_conflict_do_nothing())

"""What a person is told, in plain words and at once, when Telegram refuses a message to them for good."""

import datetime as dt

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.outbox import OutboundMessage
from worker.core.i18n import translator_for
from worker.core.reply import Reply, outbox_row

# A failed digest has a notice of its own; a refreshed card is still there as it was; and no notice about a notice.
_WITHOUT_NOTICE = ("digest", "notice", "trouble")


async def tell_of_refusal(session: AsyncSession, row: OutboundMessage, now: dt.datetime) -> None:
    """Put the notice into the outbox of the row's chat, once for each row; none to strangers, of whom nothing is kept."""
    if row.ephemeral or row.purpose in _WITHOUT_NOTICE:
        return
    known = select(Chat).where(col(Chat.telegram_id) == row.chat_telegram_id)
    chat = (await session.exec(known)).first()
    if chat is None:
        return
    text = translator_for(chat.language).gettext(
        "Telegram did not accept my last message, so you cannot see it. Nothing is lost: /today shows what is open."
    )
    notice = outbox_row(
        Reply(text, purpose="trouble"),
        workspace_id=chat.workspace_id,
        chat_telegram_id=row.chat_telegram_id,
        dedupe_key=f"refused:{row.id}",
        trace_id=row.trace_id,
        now=now,
    )
    values = notice.model_dump(exclude={"id"})
    await session.execute(insert(OutboundMessage).values(**values).on_conflict_do_nothing())

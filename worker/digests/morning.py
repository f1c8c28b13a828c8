"""Morning digest: the day's list, with what is overdue."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.conversation import lists
from worker.conversation.reply import Reply, split_lines
from worker.conversation.speaker import Speaker


async def morning_digest(
    session: AsyncSession, speaker: Speaker, day: dt.date, now: dt.datetime
) -> list[Reply]:
    """The digest of a local day; empty when there is nothing to say."""
    due = await lists.open_tasks(session, speaker, last=day)
    if not due:
        return []
    text = await lists.day_text(session, speaker, now, day)
    return [Reply(part, purpose="digest") for part in split_lines(text.split("\n"))]

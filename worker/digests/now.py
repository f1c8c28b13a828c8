"""Now: a digest that a person asks for, or whose message is shown anew after a tap."""

import datetime as dt
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models.schedule import Schedule
from worker.conversation.reply import Reply
from worker.conversation.speaker import Speaker
from worker.digests.facts import Facts, load_facts
from worker.digests.recipient import Recipient
from worker.digests.rendering import replies_of
from worker.digests.week_figures import moves_of


def asked(speaker: Speaker, schedule_id: int, kind: str, day: dt.date, now: dt.datetime) -> Recipient:
    """A digest for somebody who waits for it: never late, and never silent."""
    return Recipient(schedule_id, kind, day, now, "line", speaker)


async def facts_for(session: AsyncSession, recipient: Recipient) -> Facts:
    """The facts of one recipient."""
    return (await load_facts(session, [recipient]))[recipient.speaker.workspace_id]


async def digest_now(
    session: AsyncSession, speaker: Speaker, schedule: Schedule, now: dt.datetime
) -> list[Reply]:
    """Today's digest of a kind as an answer: it goes before all bulk, and leaves no row in the ledger."""
    assert schedule.id is not None
    recipient = asked(speaker, schedule.id, schedule.kind, speaker.today(now), now)
    moves = await moves_of(session, [recipient]) if schedule.kind == "weekly_review" else {}
    replies = replies_of(recipient, await facts_for(session, recipient), moves, now)
    return [replace(reply, purpose="answer") for reply in replies]

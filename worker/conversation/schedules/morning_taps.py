"""Morning taps: what can wait is put off to tomorrow, one by one, from the digest itself."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.conversation.dates import short_day
from worker.conversation.effect import Moment
from worker.conversation.reply import Button, Reply
from worker.conversation.schedules import hands
from worker.conversation.schedules.place import recipient_at
from worker.conversation.speaker import Speaker
from worker.digests.evening import day_after, place_of
from worker.digests.facts import due_by
from worker.digests.morning import morning_digest
from worker.digests.now import facts_for
from worker.digests.recipient import Recipient

# A button a task; more than this nobody reads.
_OFFERED = 12


async def morning_tap(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], moment: Moment
) -> Reply | None:
    """`path`: "later" or "show" with schedule and day, "move" with the task before them. None for stale data."""
    what, *rest = path
    if len(rest) not in (2, 3):
        return None
    recipient = await recipient_at(session, speaker, rest[-2], rest[-1], moment.now)
    if recipient is None:
        return None
    if what == "move" and len(rest) == 3 and rest[0].isdecimal() and len(rest[0]) <= 18:
        task = await hands.own_task(session, speaker, int(rest[0]))
        if task is not None:
            day = day_after(recipient, speaker.today(moment.now))
            await hands.move(session, speaker, [task], day, moment)
        return await _shown(session, recipient, moment, choosing=True)
    if what in ("later", "show") and len(rest) == 2:
        return await _shown(session, recipient, moment, choosing=what == "later")
    return None


async def _shown(session: AsyncSession, recipient: Recipient, moment: Moment, *, choosing: bool) -> Reply:
    """The digest's last message as it is now, with its own buttons or with the tasks that can be put off."""
    facts = await facts_for(session, recipient)
    reply = morning_digest(recipient, facts, [])[-1]
    if choosing:
        speaker, where = recipient.speaker, place_of(recipient)
        day = short_day(
            speaker.words, day_after(recipient, speaker.today(moment.now)), speaker.today(moment.now)
        )
        tasks = facts.mine(due_by(facts.open, recipient.local_on), recipient)[:_OFFERED]
        rows = tuple(
            (Button(f"{_short(task.title)} → {day}", f"dg:move:{task.id}:{where}"),) for task in tasks
        )
        back = Button(speaker.words.say("‹ Back"), f"dg:show:{where}")
        reply = replace(reply, buttons=(*rows, (back,)))
    return replace(reply, purpose="answer")


def _short(title: str) -> str:
    return title if len(title) <= 30 else f"{title[:29]}…"

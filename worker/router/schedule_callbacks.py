"""Routes the buttons of digests, reminders and series to their features."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.digests.evening_callbacks import evening_callback
from worker.features.digests.morning_callbacks import morning_callback
from worker.features.recurrence.callbacks import series_callback
from worker.features.reminders.callbacks import reminder_callback

_ROOMS = {"dg": morning_callback, "ev": evening_callback, "rm": reminder_callback, "sr": series_callback}
VERBS = frozenset(_ROOMS)


async def schedule_callback(
    session: AsyncSession, speaker: Speaker, verb: str, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """The new content of the button's message; None for old, foreign or made-up data."""
    if not path:
        return None
    return await _ROOMS[verb](session, speaker, path, context)

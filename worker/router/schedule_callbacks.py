"""Taps: the buttons of digests, reminders, series and settings, each to its room."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.conversation.effect import Moment
from worker.conversation.reply import Reply
from worker.conversation.schedules import settings
from worker.conversation.schedules.evening_taps import evening_tap
from worker.conversation.schedules.morning_taps import morning_tap
from worker.conversation.schedules.reminder_taps import reminder_tap
from worker.conversation.schedules.series_taps import series_tap
from worker.conversation.speaker import Speaker

_ROOMS = {"dg": morning_tap, "ev": evening_tap, "rm": reminder_tap, "sr": series_tap}
VERBS = frozenset({*_ROOMS, "sc"})


async def schedule_tap(
    session: AsyncSession, speaker: Speaker, verb: str, path: Sequence[str], moment: Moment
) -> Reply | None:
    """The tapped message's new face; None for old, foreign or made-up data."""
    if not path:
        return None
    if verb == "sc":
        return await settings.tap(session, speaker, path[0], path[-1], moment.now)
    return await _ROOMS[verb](session, speaker, path, moment)

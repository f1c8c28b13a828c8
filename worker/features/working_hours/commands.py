"""/hours: when a person works, by weekday and by business; lunch, the day's limit, the way between, days off."""

import re

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.working_hours.service import (
    add_days_off,
    remove_days_off,
    set_hours,
    set_lunch,
    set_planning_habit,
)
from worker.features.working_hours.typed_hours import says_off
from worker.features.working_hours.views import hours_hint, working_hours_text
from worker.understanding.requests.duration import duration_of

_LUNCH = re.compile(r"^\s*(?:lunch|обед)\b", re.IGNORECASE)
_LIMIT = re.compile(r"^\s*(?:limit|cap|предел|лимит)\b", re.IGNORECASE)
_WAY = re.compile(r"^\s*(?:way|travel|дорога|переезд)\b", re.IGNORECASE)
_DAY_OFF = re.compile(r"^\s*(?:day\s+off|vacation|holiday|отпуск|выходной)\b", re.IGNORECASE)
_DAY_ON = re.compile(r"^\s*(?:day\s+on|working\s+day|рабочий)\b", re.IGNORECASE)
_SHORTEST_LIMIT, _LONGEST_WAY = 30, 240


async def hours_command(request: CommandRequest) -> list[Reply]:
    """`/hours` shows; with a line it sets what the line says, and shows the whole."""
    line = request.argument.strip()
    if line and not await _apply_line(request, line):
        return [
            Reply(
                f"{request.speaker.translator.gettext('I did not understand that.')}\n{hours_hint(request.speaker)}"
            )
        ]
    return [Reply(await working_hours_text(request.session, request.speaker, request.context.now))]


async def _apply_line(request: CommandRequest, line: str) -> bool:
    session, speaker, now = request.session, request.speaker, request.context.now
    rest = re.sub(r"^\s*\S+", "", line)
    if _LUNCH.match(line):
        return await set_lunch(session, speaker, line)
    if _LIMIT.match(line):
        minutes = duration_of(rest, now)
        if minutes is not None and not _SHORTEST_LIMIT <= minutes <= 24 * 60:
            return False
        return (minutes is not None or says_off(rest)) and await set_planning_habit(
            session, speaker, planned_minutes_cap=minutes
        )
    if _WAY.match(line):
        way = duration_of(rest, now) or (0 if says_off(rest) else None)
        return (
            way is not None
            and way <= _LONGEST_WAY
            and await set_planning_habit(session, speaker, way_minutes=way)
        )
    if _DAY_ON.match(line) or _DAY_OFF.match(line):
        set_day = remove_days_off if _DAY_ON.match(line) else add_days_off
        return await set_day(session, speaker, line, now)
    return await set_hours(session, speaker, line)

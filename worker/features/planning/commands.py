"""Commands of planning, in one list."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.digests.schedules import schedule_of
from worker.features.planning.next_task import now_reply
from worker.features.planning.service import plan_requested
from worker.features.search.commands import find
from worker.features.settings.schedule_arguments import parse_schedule_change
from worker.features.settings.service import change_schedule
from worker.features.settings.views import schedule_card
from worker.features.tasks.commands import after_command
from worker.features.working_hours.day import NOON
from worker.understanding.actions import PlanScope

_SCOPES: dict[str, PlanScope] = {
    "tomorrow": "tomorrow",
    "week": "week",
    "завтра": "tomorrow",
    "неделя": "week",
    "неделю": "week",
}


# `/plan 7:30 weekdays`, `/plan off`: when the day is planned by itself; anything more is a request to plan now.
_BY_ITSELF = re.compile(
    r"(?:at|in|the|on|off|stop|every|each|daily|days?|weekdays|workdays|weekends|evenings?|mornings?|am|pm|and|[\d:.,–-]"
    r"|в|во|на|по|и|каждый|каждое|каждую|утро|утром|вечер|вечером|ежедневно|день|будни|будням|выходные|выходным"
    r"|вкл\w*|выкл\w*|стоп|mon\w*|tue\w*|wed(?:nesday)?|thu\w*|fri\w*|sat\w*|sun\w*"
    r"|пн|вт|ср|чт|пт|сб|вс|\s)+",
    re.IGNORECASE,
)

# One day's name alone ("/plan Monday", «/plan чт») is the day to plan now, not the days on which to plan by itself.
_ONE_DAY = re.compile(
    r"(?:(?:on|for|в|во|на)\s+)?(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?|пн|вт|ср|чт|пт|сб|вс)",
    re.IGNORECASE,
)


async def _plan(request: CommandRequest) -> list[Reply]:
    wish, said = parse_schedule_change(request.argument), request.argument.strip()
    if not wish.empty and _BY_ITSELF.fullmatch(said) and not _ONE_DAY.fullmatch(said):
        schedule = await schedule_of(request.session, request.speaker, "day_plan")
        await change_schedule(request.session, request.speaker, schedule, wish, request.moment.now)
        card = await schedule_card(request.session, request.speaker, schedule, request.moment.now)
        if schedule.enabled and schedule.local_time >= NOON:
            line = request.speaker.translator.gettext("After noon I plan the next day.")
            card = replace(card, text=f"{card.text}\n{line}")
        return [card]
    words = request.argument.lower().split()
    scope: PlanScope = next((_SCOPES[word] for word in words if word in _SCOPES), "today")
    return await plan_requested(request.session, request.speaker, scope, request.argument, request.moment)


async def _now(request: CommandRequest) -> list[Reply]:
    return [await now_reply(request.session, request.speaker, request.moment)]


async def _find(request: CommandRequest) -> list[Reply]:
    return [await find(request.session, request.speaker, request.argument, request.moment)]


PLANNING_COMMANDS: dict[str, Callable[[CommandRequest], Awaitable[list[Reply]]]] = {
    "plan": _plan,
    "now": _now,
    "find": _find,
    "after": after_command,
}

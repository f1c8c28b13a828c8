"""/plan and /now."""

import datetime as dt
import re
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.digests.schedules import schedule_of
from worker.features.planning.next_task import now_reply
from worker.features.planning.service import PlanInputs, plan_requested, prepare_requested_plan
from worker.features.settings.schedule_arguments import parse_schedule_change
from worker.features.settings.screens import schedule_card
from worker.features.settings.service import change_schedule
from worker.features.settings.setting import Place
from worker.features.tasks.first_task import with_first_task_hint
from worker.features.working_hours.day import NOON
from worker.understanding.intents import PlanScope

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


async def plan_command(request: CommandRequest) -> list[Reply]:
    """/plan: a plan of the day or week that is named, or the setting of when days are planned without being asked."""
    if _sets_schedule(request.argument):
        return [await _schedule(request)]
    scope = _scope(request.argument)
    planned = await plan_requested(request.session, request.speaker, scope, request.argument, request.context)
    return [
        *planned[:-1],
        *[await with_first_task_hint(request.session, request.speaker, r) for r in planned[-1:]],
    ]


async def prepare_plan(
    session: AsyncSession, speaker: Speaker, argument: str, now: dt.datetime
) -> PlanInputs | None:
    """The inputs of /plan; None where it only sets its schedule."""
    if _sets_schedule(argument):
        return None
    return await prepare_requested_plan(session, speaker, _scope(argument), argument, now)


def _sets_schedule(argument: str) -> bool:
    said = argument.strip()
    named = _BY_ITSELF.fullmatch(said) and not _ONE_DAY.fullmatch(said)
    return bool(named) and not parse_schedule_change(argument).empty


async def _schedule(request: CommandRequest) -> Reply:
    schedule = await schedule_of(request.session, request.speaker, "day_plan")
    await change_schedule(
        request.session,
        request.speaker,
        schedule,
        parse_schedule_change(request.argument),
        request.context.now,
    )
    card = await schedule_card(Place(request.session, request.speaker, request.context.now), schedule)
    if schedule.enabled and schedule.local_time >= NOON:
        line = request.speaker.translator.gettext("After noon I plan the next day.")
        card = replace(card, text=f"{card.text}\n{line}")
    return card


def _scope(argument: str) -> PlanScope:
    words = argument.lower().split()
    return next((_SCOPES[word] for word in words if word in _SCOPES), "today")


async def now_command(request: CommandRequest) -> list[Reply]:
    """/now: what to do at this minute."""
    reply = await now_reply(request.session, request.speaker, request.context)
    return [await with_first_task_hint(request.session, request.speaker, reply)]

"""What is written while a step of the set-up is open: a city, names, hours; and the next step after it."""

import datetime as dt
import re
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.zones import find_zones
from worker.features.directory.entries import BUSINESS, MEMBER, EntryKind
from worker.features.directory.questions import listed_entries
from worker.features.directory.requests import SaveEntries
from worker.features.directory.service import fulfil_request
from worker.features.settings.service import set_timezone
from worker.features.settings.views import zones_near_location
from worker.features.setup.steps import PURPOSE, Step, is_settled, open_step, step_after
from worker.features.setup.views import step_screen
from worker.features.working_hours.service import set_hours
from worker.understanding.bounded_pattern import bounded

_MOST_CITY_WORDS = 3
_KINDS: dict[str, EntryKind] = {"firms": BUSINESS, "people": MEMBER}
_ONWARD = bounded(
    r"(?:skip|next|later|none|no|nope|nobody|no one|just me|only me|i work alone|alone|go on|continue"
    r"|пропус\w+|дальше|далее|потом|позже|нет|никто|никого|только я|я од(?:ин|на)|од(?:ин|на)|работаю од(?:ин|на))"
    r"(?: please| this| thanks| пока| спасибо)?[.!]?",
    re.IGNORECASE,
)
_WEEKDAY = (
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|пн|вт|ср|чт|пт|сб|вс|понедельник\w*|вторник\w*|сред[аеуы]\w*|четверг\w*"
    r"|пятниц\w*|суббот\w*|воскресен\w*"
)
# Hours and weekdays and nothing else.
_HOURS = bounded(
    rf"(?:(?:from|to|till|until|с|со|до|по|и|and)\b|(?:{_WEEKDAY})\b|\d{{1,2}}(?:[:.]\d\d)?|[\s,.–—-])+",
    re.IGNORECASE,
)
_NAMES_A_DAY = bounded(rf"\b(?:{_WEEKDAY})\b", re.IGNORECASE)


async def answer_to_step(
    session: AsyncSession, speaker: Speaker, text: str, now: dt.datetime
) -> Handler | None:
    """The handler of a message that is nothing but the answer to the open step; None for every other message.

    `now` is when it was received. What may as well be a task is none of this: a task is never taken for a name.
    """
    step = await open_step(session, speaker, now)
    if step is None or step == "task":
        return None
    if _ONWARD.fullmatch(text.strip()):
        return _onward(speaker, step)
    if step == "zone":
        known = len(text.split()) <= _MOST_CITY_WORDS and find_zones(text.strip(" .!"))
        return _settling(speaker, step, text.strip(" .!")) if known else None
    if step == "hours":
        said = bool(re.search(r"\d", text)) and _HOURS.fullmatch(text.strip()) is not None
        return _settling(speaker, step, text) if said else None
    named = listed_entries(_KINDS[step], text, now.astimezone(speaker.zone))
    return _settling(speaker, step, text) if named else None


def _onward(speaker: Speaker, step: Step) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        screen = await step_screen(session, speaker, step_after(speaker, step), context.now)
        return HandlerResult([screen], workspace_id=speaker.workspace_id)

    return Handler(apply)


def _settling(speaker: Speaker, step: Step, text: str) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        reply = await _settled(session, speaker, step, text, context)
        return HandlerResult([reply], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def _settled(
    session: AsyncSession, speaker: Speaker, step: Step, text: str, context: HandlerContext
) -> Reply:
    """Set what was written, and show the next step; a name of several zones is asked about."""
    if step == "zone":
        done = await set_timezone(session, speaker, text)
        if done.buttons:
            return done
        return await step_screen(session, speaker, step_after(speaker, step), context.now, done.text)
    if step == "hours":
        line = text if _NAMES_A_DAY.search(text) else f"mon-fri {text}"
        done_hours = await set_hours(session, speaker, line)
        return await step_screen(
            session, speaker, step_after(speaker, step) if done_hours else step, context.now
        )
    card = await _saved(session, speaker, _KINDS[step], text, context)
    return await step_screen(session, speaker, step_after(speaker, step), context.now, card.text)


async def _saved(
    session: AsyncSession, speaker: Speaker, kind: EntryKind, text: str, context: HandlerContext
) -> Reply:
    entries = listed_entries(kind, text, context.now.astimezone(speaker.zone))
    return await fulfil_request(session, speaker, SaveEntries(entries), context)


async def offer_zones_of_place(
    session: AsyncSession, speaker: Speaker, place: tuple[float, float], now: dt.datetime
) -> Reply:
    """The zones nearest to a location, in degrees, as buttons; where the zone is the open step, they go on to the next."""
    offer = zones_near_location(speaker, *place, now)
    if await open_step(session, speaker, now) != "zone":
        return offer
    rows = tuple(tuple(replace(button, data=f"su:{button.data}") for button in row) for row in offer.buttons)
    return replace(offer, buttons=rows, purpose=f"{PURPOSE}zone")


async def with_next_step(
    session: AsyncSession, speaker: Speaker, handler: Handler, now: dt.datetime
) -> Handler:
    """The handler of a message in words; where it settles the open step, its answer goes on to the next one."""
    step = await open_step(session, speaker, now)
    if step is None or step == "task" or await is_settled(session, speaker, step):
        return handler

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        done = await handler.apply(session, context)
        await session.flush()
        if not await is_settled(session, speaker, step) or not done.replies:
            return done
        *others, last = done.replies
        following = step_after(speaker, step)
        if last.buttons or last.extra:
            return replace(
                done, replies=[*done.replies, await step_screen(session, speaker, following, context.now)]
            )
        screen = await step_screen(session, speaker, following, context.now, last.text)
        return replace(done, replies=[*others, screen])

    return replace(handler, apply=apply)

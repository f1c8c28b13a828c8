"""Changes a chat's language, time zone, schedules and trips."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime import clock
from models.runtime.database import Database
from models.runtime.local_time import instant_at
from models.tables.chat import Chat
from models.tables.quiet_hours import Travel
from models.tables.schedule import Schedule
from worker.core.date_formats import short_day
from worker.core.i18n import translator_for
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.zones import city_of_zone, find_zones
from worker.features.digests.schedules import move_schedules_to_zone, set_next_run
from worker.features.recurrence.service import compute_beginnings_anew
from worker.features.settings.schedule_arguments import ScheduleChange
from worker.features.settings.views import LANGUAGE_NAMES, zone_choice, zone_reply
from worker.services import Services
from worker.understanding.requests.trip import Trip

_BATCH = 200


_WORD = re.compile(r"[^\W\d_]{2,}")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
# Fewer words may just as well be a name or a brand.
_LEAST_WORDS = 3


async def change_schedule(
    session: AsyncSession, speaker: Speaker, schedule: Schedule, change: ScheduleChange, now: dt.datetime
) -> None:
    """Apply a change. A time or weekdays alone also turn the schedule on."""
    schedule.enabled = True if change.enabled is None else change.enabled
    schedule.local_time = change.local_time or schedule.local_time
    schedule.weekdays = change.weekdays or schedule.weekdays
    await set_next_run(session, schedule, speaker.zone, now)


async def choose_language(session: AsyncSession, speaker: Speaker, code: str) -> Reply | None:
    """Always answer in this language from now on; None for an unsupported one."""
    if code not in LANGUAGE_NAMES:
        return None
    chat = (await session.exec(select(Chat).where(Chat.id == speaker.chat_id).with_for_update())).one()
    chat.language, chat.language_chosen = code, True
    session.add(chat)
    return Reply(translator_for(code).gettext("From now on I answer in English."))


def detect_chat_language(text: str) -> str | None:
    """The language of a text of at least three words in one alphabet; None for a shorter or mixed one."""
    words = _WORD.findall(text)
    russian = sum(_CYRILLIC.search(word) is not None for word in words)
    if len(words) < _LEAST_WORDS:
        return None
    if russian * 3 >= len(words) * 2:
        return "ru"
    return "en" if russian == 0 else None


async def follow_language(database: Database, speaker: Speaker, text: str, app_language: str) -> Speaker:
    """The speaker with the language they write in, which is stored, unless they chose one.

    English words do not switch a chat whose app is Russian: they may be brand names.
    """
    spoken = detect_chat_language(text)
    if speaker.language_chosen or spoken in (None, speaker.language):
        return speaker
    if spoken == "en" and app_language != "en":
        return speaker
    async with database.transaction() as session:
        chat = (await session.exec(select(Chat).where(Chat.id == speaker.chat_id).with_for_update())).one()
        chat.language = spoken
        session.add(chat)
    return replace(speaker, language=spoken)


async def set_timezone(
    session: AsyncSession, speaker: Speaker, wanted: str, *, edits: int | None = None
) -> Reply:
    """Set a zone by its name, city, country, offset, or a misspelling; replies with the date and clock there, or asks.

    A name of several zones is answered with a button for each; an unknown one changes nothing.
    """
    names = find_zones(wanted)
    if len(names) > 1:
        return replace(zone_choice(speaker, names, clock.now()), edits=edits)
    if not names:
        return Reply(
            speaker.translator.gettext(
                "I don't know the time zone “{wanted}”. A city will do: /timezone Almaty",
                wanted=escape_html(wanted.strip()[:60]),
            )
        )
    name = names[0]
    chat = (await session.exec(select(Chat).where(Chat.id == speaker.chat_id).with_for_update())).one()
    chat.zone, chat.zone_confirmed = name, True
    session.add(chat)
    # Setting the zone ends a trip.
    await session.execute(delete(Travel).where(col(Travel.chat_id) == speaker.chat_id))
    now = clock.now()
    await _move_to_zone(session, speaker.chat_id, ZoneInfo(name), now)
    return replace(zone_reply(speaker, name, now), edits=edits)


async def start_trip(session: AsyncSession, speaker: Speaker, trip: Trip, now: dt.datetime) -> Reply:
    """Move the chat to the trip's zone from now until the trip's last local day is over."""
    chat = (await session.exec(select(Chat).where(Chat.id == speaker.chat_id).with_for_update())).one()
    zone = ZoneInfo(trip.zone)
    back_at = instant_at(trip.until_on + dt.timedelta(days=1), dt.time(), zone)
    kept = await session.get(Travel, speaker.chat_id)
    # A trip from a trip still ends at home.
    kept = kept or Travel(
        chat_id=speaker.chat_id,
        workspace_id=speaker.workspace_id,
        home_zone=chat.zone,
        until_on=trip.until_on,
        back_at=back_at,
    )
    kept.until_on, kept.back_at, chat.zone = trip.until_on, back_at, trip.zone
    session.add_all([kept, chat])
    await _move_to_zone(session, speaker.chat_id, zone, now)
    here = now.astimezone(zone)
    return Reply(
        speaker.translator.gettext(
            "{zone} through {day}; it is {time} there now. After that {home} again.",
            zone=city_of_zone(speaker.translator.language, trip.zone),
            day=short_day(speaker.translator, trip.until_on, here.date()),
            time=f"{here:%H:%M}",
            home=city_of_zone(speaker.translator.language, kept.home_zone),
        )
    )


async def end_trip(session: AsyncSession, chat_id: int, now: dt.datetime) -> str | None:
    """End a trip and return the home zone; None when there is no trip."""
    kept = await session.get(Travel, chat_id, with_for_update=True)
    if kept is None:
        return None
    chat = (await session.exec(select(Chat).where(Chat.id == chat_id).with_for_update())).one()
    chat.zone = kept.home_zone
    session.add(chat)
    await session.delete(kept)
    await session.flush()
    await _move_to_zone(session, chat_id, ZoneInfo(chat.zone), now)
    return chat.zone


async def _move_to_zone(session: AsyncSession, chat_id: int, zone: ZoneInfo, now: dt.datetime) -> None:
    """Bring what is due by the chat's local time to another zone: its schedules and its series."""
    await move_schedules_to_zone(session, chat_id, zone, now)
    await compute_beginnings_anew(session, chat_id, now)


async def find_ended_trips(session: AsyncSession, now: dt.datetime, limit: int) -> Sequence[int]:
    """The chats whose trip is over, at most `limit`."""
    statement = select(Travel.chat_id).where(col(Travel.back_at) <= now).limit(limit)
    return (await session.exec(statement)).all()


def has_ended_trip(now: Any) -> ColumnElement[bool]:
    """The condition that `end_trips` has anything to do at an instant."""
    return exists().where(col(Travel.back_at) <= now)


async def end_trips(services: Services) -> int:
    """Return the chats whose trip is over to their home zone; how many. Called by the scheduler."""
    now = clock.now()
    async with services.database.transaction() as session:
        chats = await find_ended_trips(session, now, _BATCH)
        for chat_id in chats:
            await end_trip(session, chat_id, now)
    return len(chats)

"""Travel: "I am in Berlin until Friday": another zone for a time, and home again by itself."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.chat import Chat
from models.tables.quiet_hours import Travel
from worker.core.date_formats import short_day
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.digests.schedules import move_schedules_to_zone
from worker.features.settings.cities import city_of
from worker.features.settings.timezone import find_zone
from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import find_mentions

_HOME = {"home", "off", "back", "дома", "домой", "выкл"}
_SAID = bounded(
    r"\s*(?:i\s?['’]?a?m|i will be|i['’]ll be|я|буду|я буду)\s+(?:in|at|в|во|на)\s+(?P<place>[^.!?\n]{2,60})[.!]?\s*",
    re.IGNORECASE,
)
# «в Москве», «в Алма-Ате», «в Казани»: the endings of the place where one is, and of its name.
_ENDINGS = (("е", "а"), ("е", ""), ("е", "я"), ("и", "ь"), ("и", "я"), ("ах", "ы"))


@dataclass(frozen=True, slots=True)
class Trip:
    """Where, by its IANA zone, and through which local day."""

    zone: str
    until_on: dt.date


def trip_said(text: str, speaker: Speaker, now: dt.datetime) -> Trip | None:
    """The trip that a whole message tells of; None for every other message."""
    said = _SAID.fullmatch(text)
    return None if said is None else trip_of(said["place"], speaker, now)


def trip_of(text: str, speaker: Speaker, now: dt.datetime) -> Trip | None:
    """ "Berlin until Friday": a place we know and an end; None when either is missing."""
    local = now.astimezone(speaker.zone)
    mentions = [mention for mention in find_mentions(text, local, None) if mention.date is not None]
    if len(mentions) != 1 or mentions[0].kind != "moment":
        return None
    until = mentions[0]
    place = f"{text[: until.start]} {text[until.end :]}".strip(" ,.")
    zone = zone_of_place(place)
    assert until.date is not None
    return None if zone is None or until.date < local.date() else Trip(zone, until.date)


def zone_of_place(place: str) -> str | None:
    """The zone of a place as it is said («в Москве», "London"); None for a place we do not know."""
    name = re.sub(r"^(?:in|to|в|во)\s+", "", place.strip(), flags=re.IGNORECASE)
    folded = name.casefold()
    bent = [folded.removesuffix(old) + new for old, new in _ENDINGS if folded.endswith(old)]
    return next((zone for zone in map(find_zone, [folded, *bent]) if zone is not None), None)


async def asked(session: AsyncSession, speaker: Speaker, text: str, now: dt.datetime) -> Reply:
    """`/travel Berlin until Friday`, `/travel home`, or what is set now."""
    if text.strip().casefold() in _HOME:
        return await _home(session, speaker, now)
    trip = trip_of(text, speaker, now)
    if trip is not None:
        return await depart(session, speaker, trip, now)
    return Reply(
        speaker.translator.gettext("Where, and until when? For example: /travel Berlin until Friday")
    )


async def depart(session: AsyncSession, speaker: Speaker, trip: Trip, now: dt.datetime) -> Reply:
    """The chat lives in the trip's zone from now until the trip's last local day is over."""
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
    await move_schedules_to_zone(session, speaker.chat_id, zone, now)
    here = now.astimezone(zone)
    return Reply(
        speaker.translator.gettext(
            "{zone} through {day}; it is {time} there now. After that {home} again.",
            zone=city_of(speaker.translator.language, trip.zone),
            day=short_day(speaker.translator, trip.until_on, here.date()),
            time=f"{here:%H:%M}",
            home=city_of(speaker.translator.language, kept.home_zone),
        )
    )


async def end_trip(session: AsyncSession, chat_id: int, now: dt.datetime) -> str | None:
    """Home again: the zone it was left from; None when nobody travels."""
    kept = await session.get(Travel, chat_id, with_for_update=True)
    if kept is None:
        return None
    chat = (await session.exec(select(Chat).where(Chat.id == chat_id).with_for_update())).one()
    chat.zone = kept.home_zone
    session.add(chat)
    await session.delete(kept)
    await session.flush()
    await move_schedules_to_zone(session, chat_id, ZoneInfo(chat.zone), now)
    return chat.zone


async def trips_over(session: AsyncSession, now: dt.datetime, limit: int) -> Sequence[int]:
    """The chats whose trip is over."""
    statement = select(Travel.chat_id).where(col(Travel.back_at) <= now).limit(limit)
    return (await session.exec(statement)).all()


async def _home(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Reply:
    zone = await end_trip(session, speaker.chat_id, now) or speaker.zone.key
    here = now.astimezone(ZoneInfo(zone))
    return Reply(
        speaker.translator.gettext(
            "Time zone: {zone}. It is {time} there now.", zone=zone, time=f"{here:%H:%M}"
        )
    )

"""The settings of one chat: language, zone, quiet hours, reminders, transcripts, default business."""

import datetime as dt

from sqlmodel import select

from models.tables.chat import LONGEST_LEAD_MINUTES, Chat
from models.tables.quiet_hours import QuietHours, Travel
from worker.core.date_formats import minutes_text, short_day
from worker.core.directory_names import load_directory_names
from worker.core.reply import escape_html
from worker.core.zones import city_of_zone, zone_name
from worker.features.reminders.service import skip_what_has_begun
from worker.features.settings.schedule_arguments import parse_time_span
from worker.features.settings.service import choose_language, end_trip, set_timezone
from worker.features.settings.setting import Choice, Place
from worker.features.settings.views import LANGUAGE_NAMES, offered_zones

_QUIET = ("21:00-08:00", "22:00-07:00", "22:00-08:00", "23:00-07:00")
_LEADS = (5, 10, 15, 30, 60, 120)
_MOST_BUSINESSES = 12


async def chat_of(place: Place) -> Chat:
    """The speaker's chat, locked."""
    return (
        await place.session.exec(select(Chat).where(Chat.id == place.speaker.chat_id).with_for_update())
    ).one()


async def read_language(place: Place) -> str:
    """ "English"."""
    return LANGUAGE_NAMES[place.speaker.language]


async def offer_languages(_: Place) -> list[Choice]:
    """Both, each in itself."""
    return [Choice(name, code) for code, name in LANGUAGE_NAMES.items()]


async def set_language(place: Place, value: str) -> bool:
    """Always answer in this language from now on."""
    return await choose_language(place.session, place.speaker, value) is not None


async def read_zone(place: Place) -> str:
    """ "Europe/Berlin, 10:30", with the last day of a trip."""
    speaker = place.speaker
    shown = f"{zone_name(speaker.zone.key)}, {place.now.astimezone(speaker.zone):%H:%M}"
    trip = await place.session.get(Travel, speaker.chat_id)
    if trip is None:
        return shown
    until = short_day(speaker.translator, trip.until_on, speaker.today(place.now))
    return f"{shown} · {speaker.translator.gettext('Away until {day}', day=until)}"


async def offer_zones(place: Place) -> list[Choice]:
    """The zones of most people of that language; during a trip also the way home."""
    language = place.speaker.translator.language
    zones = [Choice(city_of_zone(language, zone), zone) for zone in offered_zones(place.speaker)]
    if await place.session.get(Travel, place.speaker.chat_id) is None:
        return zones
    return [*zones, Choice(place.speaker.translator.gettext("I am home again"), "home")]


async def set_zone(place: Place, value: str) -> bool:
    """Set a zone by its IANA name, or end the trip."""
    if value == "home":
        return await end_trip(place.session, place.speaker.chat_id, place.now) is not None
    return not (await set_timezone(place.session, place.speaker, value)).buttons


async def read_quiet(place: Place) -> str:
    """ "22:00–07:00", "none"."""
    kept = await place.session.get(QuietHours, place.speaker.chat_id)
    if kept is None:
        return place.speaker.translator.gettext("none")
    return f"{kept.starts:%H:%M}–{kept.ends:%H:%M}"


async def offer_quiet(place: Place) -> list[Choice]:
    """Usual nights, and none."""
    nights = [Choice(night.replace("-", "–"), night) for night in _QUIET]
    return [*nights, Choice(place.speaker.translator.gettext("No quiet hours"), "off")]


async def set_quiet(place: Place, value: str) -> bool:
    """Set the hours in which only answers are sent; "off" ends them."""
    kept = await place.session.get(QuietHours, place.speaker.chat_id)
    if value == "off":
        if kept is not None:
            await place.session.delete(kept)
        return True
    span = parse_time_span(value)
    if span is None:
        return False
    store_quiet_hours(place, kept, span)
    return True


def store_quiet_hours(place: Place, kept: QuietHours | None, span: tuple[dt.time, dt.time]) -> QuietHours:
    """The chat's quiet hours, made unless they were kept already."""
    speaker = place.speaker
    hours = kept or QuietHours(
        chat_id=speaker.chat_id, workspace_id=speaker.workspace_id, starts=span[0], ends=span[1]
    )
    hours.starts, hours.ends = span
    place.session.add(hours)
    return hours


async def read_lead(place: Place) -> str:
    """ "10 min before it begins", "only when asked for"."""
    chat, translator = await chat_of(place), place.speaker.translator
    if chat.begin_lead_minutes is None:
        return translator.gettext("only when you ask for one")
    return translator.gettext(
        "{lead} before something begins", lead=minutes_text(translator, chat.begin_lead_minutes)
    )


async def offer_leads(place: Place) -> list[Choice]:
    """Minutes and hours before, and none."""
    translator = place.speaker.translator
    leads = [Choice(minutes_text(translator, lead), str(lead)) for lead in _LEADS]
    return [*leads, Choice(translator.gettext("Only when I ask"), "off")]


async def set_lead(place: Place, value: str) -> bool:
    """How many minutes before something begins its reader is reminded; "off" for not at all."""
    minutes = None if value == "off" else int(value)
    if minutes is not None and not 0 <= minutes <= LONGEST_LEAD_MINUTES:
        return False
    chat = await chat_of(place)
    chat.begin_lead_minutes = minutes
    place.session.add(chat)
    await skip_what_has_begun(place.session, place.speaker, place.now)
    return True


async def read_transcript(place: Place) -> str:
    """Whether what was heard stands above its card."""
    gettext = place.speaker.translator.gettext
    return gettext("shown above the card") if (await chat_of(place)).transcript_shown else gettext("hidden")


async def offer_transcript(place: Place) -> list[Choice]:
    """Shown or hidden."""
    gettext = place.speaker.translator.gettext
    return [Choice(gettext("Show"), "on"), Choice(gettext("Hide"), "off")]


async def set_transcript(place: Place, value: str) -> bool:
    """Show what was heard in a recording above its card, or not."""
    if value not in ("on", "off"):
        return False
    chat = await chat_of(place)
    chat.transcript_shown = value == "on"
    place.session.add(chat)
    return True


async def read_default_business(place: Place) -> str:
    """The name, or that the bot asks."""
    chat, names = await chat_of(place), await load_directory_names(place.session, place.speaker)
    found = names.businesses.get(chat.default_business_id or 0)
    if found is None or found.archived_at is not None:
        return place.speaker.translator.gettext("none: I ask when it is not clear")
    return escape_html(found.name)


async def offer_businesses(place: Place) -> list[Choice]:
    """The businesses that the speaker knows, and none."""
    names = await load_directory_names(place.session, place.speaker)
    known = [row for row in names.businesses.values() if row.archived_at is None][:_MOST_BUSINESSES]
    return [
        *(Choice(row.name, str(row.id)) for row in known),
        Choice(place.speaker.translator.gettext("None: ask me"), "none"),
    ]


async def set_default_business(place: Place, value: str) -> bool:
    """What new tasks belong to that name no business and are not private; "none" asks as before."""
    wanted = None if value == "none" else int(value)
    names = await load_directory_names(place.session, place.speaker)
    row = names.businesses.get(wanted or 0)
    if wanted is not None and (row is None or row.archived_at is not None):
        return False
    chat = await chat_of(place)
    chat.default_business_id = wanted
    place.session.add(chat)
    return True

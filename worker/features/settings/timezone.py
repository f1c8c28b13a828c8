"""/timezone: the chat's IANA zone, typed or tapped; its digest moves with it."""

from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.quiet_hours import Travel
from worker.core.command_request import CommandRequest
from worker.core.i18n import LANGUAGES
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.digests.schedules import move_schedules_to_zone
from worker.features.settings.cities import city_of, folded, other_cities

# Where people live; the rest of the database are old and technical names.
_REGIONS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
_SHORT = 4
_OFFERED = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Moscow",
    "Asia/Yekaterinburg",
    "Asia/Almaty",
    "Asia/Dubai",
    "America/New_York",
    "America/Los_Angeles",
)


async def timezone(request: CommandRequest) -> list[Reply]:
    """Set the zone that was named, or show the present one with some to choose from."""
    if not request.argument.strip():
        return [offer(request.speaker)]
    return [await choose(request.session, request.speaker, request.argument)]


def offer(speaker: Speaker) -> Reply:
    """The present zone and a few to tap."""
    buttons = [Button(city_of(speaker.translator.language, zone), f"zone:{zone}") for zone in _OFFERED]
    text = speaker.translator.gettext(
        "Your time zone is {zone}. Tap another, or write its name: /timezone Europe/Paris",
        zone=speaker.zone.key,
    )
    return Reply(text, tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)))


async def choose(session: AsyncSession, speaker: Speaker, wanted: str, *, edits: int | None = None) -> Reply:
    """Set a zone by its name, its city, or a near miss of one; says what it took, or that it knows none such."""
    name = find_zone(wanted)
    if name is None:
        return Reply(
            speaker.translator.gettext(
                "I don't know the time zone “{wanted}”. A city will do: /timezone Almaty",
                wanted=escape_html(wanted.strip()[:60]),
            )
        )
    chat = (await session.exec(select(Chat).where(Chat.id == speaker.chat_id).with_for_update())).one()
    chat.zone, chat.zone_confirmed = name, True
    session.add(chat)
    # Who says where they live is not travelling any more.
    await session.execute(delete(Travel).where(col(Travel.chat_id) == speaker.chat_id))
    now = clock.now()
    await move_schedules_to_zone(session, speaker.chat_id, ZoneInfo(name), now)
    local = now.astimezone(ZoneInfo(name))
    return Reply(
        speaker.translator.gettext(
            "Time zone: {zone}. It is {time} there now.", zone=name, time=f"{local:%H:%M}"
        ),
        edits=edits,
    )


def find_zone(wanted: str) -> str | None:
    """An IANA name for what a person typed: "europe/berlin", "Berlin", "new york", «москва»; None when nothing is near."""
    typed, known = folded(wanted), _known_names()
    if typed in known:
        return known[typed]
    # A near miss of a short name is another city: "Rio" is not "Rome".
    near = get_close_matches(typed, known, n=1, cutoff=0.82) if len(typed) > _SHORT else []
    return known[near[0]] if near else None


@lru_cache
def _known_names() -> dict[str, str]:
    """Folded names of zones, of their cities in every language we speak, and of other big cities."""
    names: dict[str, str] = {"utc": "UTC"}
    places = _places()
    names |= {folded(name): name for name in places}
    for name in places:
        names.setdefault(folded(name.split("/")[-1]), name)
    for language in LANGUAGES:
        for name in places:
            names.setdefault(folded(get_timezone_location(name, locale=language, return_city=True)), name)
    return names | other_cities()


def _places() -> list[str]:
    """Zones where people live, those that countries name first: the others are mostly links to one of them."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    named = [line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")]
    known = available_timezones()
    others = sorted(name for name in known - set(named) if "/" in name and name.split("/")[0] in _REGIONS)
    return [name for name in named if name in known] + others

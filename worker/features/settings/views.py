"""Settings as text and keyboards: a schedule's card, and the choices of language and time zone."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.columns import Instant
from models.tables.schedule import Schedule, ScheduleRun
from models.tables.weekdays import EVERY_DAY, WORKDAYS
from worker.core.date_formats import day_of_week, short_day
from worker.core.i18n import Translator
from worker.core.reply import Button, Reply
from worker.core.speaker import Speaker
from worker.core.zones import city_of_zone, nearest_zones, zone_name
from worker.features.digests.views import schedule_name

# Where most people who write in a language live.
_OFFERED_ZONES = {
    "en": (
        "Europe/London",
        "Europe/Berlin",
        "Europe/Moscow",
        "Asia/Dubai",
        "Asia/Almaty",
        "Asia/Singapore",
        "Australia/Sydney",
        "America/New_York",
        "America/Chicago",
        "America/Los_Angeles",
    ),
    "ru": (
        "Europe/Moscow",
        "Europe/Samara",
        "Asia/Yekaterinburg",
        "Asia/Novosibirsk",
        "Asia/Vladivostok",
        "Asia/Almaty",
        "Asia/Tbilisi",
        "Asia/Dubai",
        "Europe/Berlin",
        "Europe/London",
    ),
}


LANGUAGE_NAMES = {"en": "English", "ru": "Русский"}


KIND_BY_LETTER = {"m": "morning_digest", "e": "evening_close", "w": "weekly_review", "p": "day_plan"}
LETTER_OF = {kind: letter for letter, kind in KIND_BY_LETTER.items()}
COMMAND_OF = {
    "morning_digest": "/digest",
    "evening_close": "/evening",
    "weekly_review": "/weekly",
    "day_plan": "/plan",
}


async def schedule_text(session: AsyncSession, speaker: Speaker, schedule: Schedule, now: dt.datetime) -> str:
    """A schedule's time and weekdays, its next and last run, and how to change it."""
    translator, name = speaker.translator, schedule_name(speaker.translator, schedule.kind)
    command = COMMAND_OF[schedule.kind]
    if not schedule.enabled:
        off = translator.gettext("{name} is off.", name=name)
        return f"{off} {_change_hint(translator, schedule.kind, command)}"
    lines = [
        translator.gettext(
            "{name}: {time}, {days}.",
            name=name,
            time=f"{schedule.local_time:%H:%M}",
            days=weekdays_text(translator, schedule.weekdays),
        ),
        translator.gettext("Next: {day}.", day=short_day(translator, schedule.next_on, speaker.today(now))),
        *await _last_run_lines(session, speaker, schedule, now),
        _change_hint(translator, schedule.kind, command),
    ]
    return "\n".join(lines)


def _change_hint(translator: Translator, kind: str, command: str) -> str:
    """How to set another time, with an example of that schedule."""
    if kind == "weekly_review":
        return translator.gettext("Another time: {command} fri 17:00", command=command)
    if kind == "evening_close":
        return translator.gettext("Another time: {command} 19:30 weekdays", command=command)
    return translator.gettext("Another time: {command} 8:30 weekdays", command=command)


def weekdays_text(translator: Translator, weekdays: int) -> str:
    """ "every day", "Mon–Fri", "Mon, Wed"."""
    if weekdays == EVERY_DAY:
        return translator.gettext("every day")
    if weekdays == WORKDAYS:
        return translator.gettext("Mon–Fri")
    names = get_day_names("abbreviated", locale=translator.language)
    return ", ".join(names[day] for day in range(7) if weekdays >> day & 1)


async def _last_run_lines(
    session: AsyncSession, speaker: Speaker, schedule: Schedule, now: dt.datetime
) -> list[str]:
    """A line about the last run; none before the first."""
    statement = (
        select(ScheduleRun)
        .where(ScheduleRun.schedule_id == schedule.id)
        .order_by(col(ScheduleRun.local_on).desc())
        .limit(1)
    )
    run = (await session.exec(statement)).first()
    if run is None:
        return []
    translator = speaker.translator
    fates = {
        "enqueued": translator.gettext("being prepared"),
        "rendered": translator.gettext("on its way"),
        "sent": translator.gettext("sent"),
        "failed": translator.gettext("failed"),
        "unknown": translator.gettext("may not have arrived"),
        "skipped": translator.gettext("skipped"),
    }
    fate = translator.gettext("nothing to say") if run.reason == "nothing" else fates[run.state]
    if run.sent_at is not None:
        fate = f"{fate}, {run.sent_at.astimezone(speaker.zone):%H:%M}"
    return [
        translator.gettext(
            "Last: {day}, {fate}.", day=short_day(translator, run.local_on, speaker.today(now)), fate=fate
        )
    ]


def language_choice(speaker: Speaker) -> Reply:
    """The question for the language, with a button for each."""
    buttons = tuple(Button(name, f"lang:{code}") for code, name in LANGUAGE_NAMES.items())
    return Reply(speaker.translator.gettext("Which language should I answer in?"), (buttons,))


def zones_near_location(speaker: Speaker, latitude: float, longitude: float, now: Instant) -> Reply:
    """The zones nearest to a location, as buttons: near a border only the person knows which is right."""
    return zone_choice(speaker, nearest_zones(latitude, longitude), now)


def zone_choice(speaker: Speaker, zones: Sequence[str], now: Instant) -> Reply:
    """Which of several zones: a button each, with the day and clock there."""
    today = speaker.today(now)
    buttons = [
        Button(
            f"{city_of_zone(speaker.translator.language, zone)} · {_clock_there(speaker, zone, now, today)}",
            f"zone:{zone}",
        )
        for zone in zones
    ]
    text = speaker.translator.gettext("What time is it where you are?")
    return Reply(text, tuple((button,) for button in buttons))


def _clock_there(speaker: Speaker, zone: str, now: Instant, today: dt.date) -> str:
    """ "10:30", with the day where it is another one."""
    here = now.astimezone(ZoneInfo(zone))
    day = "" if here.date() == today else f"{short_day(speaker.translator, here.date(), today)} "
    return f"{day}{here:%H:%M}"


def zone_reply(speaker: Speaker, zone: str, now: Instant) -> Reply:
    """The zone, and the date and clock there: by these a person sees whether it is theirs."""
    here = now.astimezone(ZoneInfo(zone))
    return Reply(
        speaker.translator.gettext(
            "Time zone: {zone}. It is {day}, {time} there now.",
            zone=zone_name(zone),
            day=day_of_week(speaker.translator, here.date()),
            time=f"{here:%H:%M}",
        )
    )


def offered_zones(speaker: Speaker) -> tuple[str, ...]:
    """The zones that are offered as buttons to a speaker of this language."""
    return _OFFERED_ZONES[speaker.translator.language]


def timezone_choice(speaker: Speaker) -> Reply:
    """The present zone, and buttons for a few others."""
    buttons = [
        Button(city_of_zone(speaker.translator.language, zone), f"zone:{zone}")
        for zone in offered_zones(speaker)
    ]
    text = speaker.translator.gettext(
        "Your time zone is {zone}. Tap another, or write its name: /timezone Europe/Paris",
        zone=zone_name(speaker.zone.key),
    )
    return Reply(text, tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)))

"""/settings, /digest, /evening, /weekly, /quiet, /travel, /language and /timezone."""

import datetime as dt
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.quiet_hours import QuietHours
from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.digests.schedules import schedule_of
from worker.features.digests.service import digest_now
from worker.features.settings.catalogue import is_setting, setting_of
from worker.features.settings.schedule_arguments import parse_schedule_change, parse_time_span
from worker.features.settings.screens import schedule_card, setting_screen, settings_overview
from worker.features.settings.service import (
    change_schedule,
    choose_language,
    end_trip,
    set_timezone,
    start_trip,
)
from worker.features.settings.setting import Place, Setting
from worker.features.settings.views import (
    LANGUAGE_NAMES,
    language_choice,
    timezone_choice,
    zone_reply,
)
from worker.understanding.requests.trip import parse_trip

_HOME = {"home", "off", "back", "дома", "домой", "выкл"}


async def settings_command(request: CommandRequest) -> list[Reply]:
    """`/settings` shows all that is set, with a button for each; `/settings voice off` sets the one with that key."""
    place, (key, _, value) = _place(request), request.argument.strip().partition(" ")
    if not is_setting(key):
        return [await settings_overview(place)]
    setting = setting_of(request.speaker, key)
    if setting is None:
        return [Reply(request.speaker.translator.gettext("Only the owner can do this."))]
    if value and not await _is_set(place, setting, value.strip()):
        screen = await setting_screen(place, setting)
        unclear = request.speaker.translator.gettext("I did not understand that.")
        return [replace(screen, text=f"{unclear}\n\n{screen.text}")]
    return [await setting_screen(place, setting)]


async def _is_set(place: Place, setting: Setting, said: str) -> bool:
    """Set a value as its button carries it, or as the button is labelled; whether there is one."""
    offered = await setting.offer(place)
    named = [choice.value for choice in offered if said.casefold() in (choice.value, choice.label.casefold())]
    if len(named) != 1 or not await setting.change(place, named[0]):
        return False
    await place.session.flush()
    return True


async def digest_command(request: CommandRequest) -> list[Reply]:
    """`/digest` shows the morning digest's settings, `/digest 8:30 weekdays` or `/digest off` changes them."""
    return [await _schedule_setting(request, "morning_digest")]


async def evening_command(request: CommandRequest) -> list[Reply]:
    """`/evening` closes the day now, `/evening 19:00 weekdays` schedules it."""
    if request.argument.strip():
        return [await _schedule_setting(request, "evening_close")]
    return await _run_now(request, "evening_close")


async def weekly_command(request: CommandRequest) -> list[Reply]:
    """`/weekly` sends the review now, `/weekly fri 17:00` schedules it."""
    if request.argument.strip():
        return [await _schedule_setting(request, "weekly_review")]
    return await _run_now(request, "weekly_review")


async def quiet_command(request: CommandRequest) -> list[Reply]:
    """`/quiet 22:00-7:00` holds reminders back until the morning, `/quiet off` ends that."""
    session, speaker, gettext = request.session, request.speaker, request.speaker.translator.gettext
    kept = await session.get(QuietHours, speaker.chat_id)
    span = parse_time_span(request.argument)
    if parse_schedule_change(request.argument).enabled is False:
        if kept is not None:
            await session.delete(kept)
        return [Reply(gettext("No quiet hours."))]
    if span is not None:
        kept = kept or QuietHours(
            chat_id=speaker.chat_id, workspace_id=speaker.workspace_id, starts=span[0], ends=span[1]
        )
        kept.starts, kept.ends = span
        session.add(kept)
    if kept is None:
        return [Reply(gettext("No quiet hours. Set them: /quiet 22:00-7:00"))]
    return [
        Reply(
            gettext(
                "Quiet from {starts} to {ends}: reminders wait until then. /quiet off ends it.",
                starts=f"{kept.starts:%H:%M}",
                ends=f"{kept.ends:%H:%M}",
            )
        )
    ]


async def travel_command(request: CommandRequest) -> list[Reply]:
    """`/travel Berlin until Friday` sets another zone for a time, `/travel home` ends it."""
    return [
        await answer_travel_command(request.session, request.speaker, request.argument, request.context.now)
    ]


async def _schedule_setting(request: CommandRequest, kind: str) -> Reply:
    schedule = await schedule_of(request.session, request.speaker, kind)
    change = parse_schedule_change(request.argument)
    if not change.empty:
        await change_schedule(request.session, request.speaker, schedule, change, request.context.now)
    elif request.argument.strip():
        text = request.speaker.translator.gettext(
            "I did not understand that. For example: /digest 8:30 weekdays, or /digest off"
        )
        return Reply(text)
    return await schedule_card(_place(request), schedule)


def _place(request: CommandRequest) -> Place:
    return Place(request.session, request.speaker, request.context.now)


async def _run_now(request: CommandRequest, kind: str) -> list[Reply]:
    schedule = await schedule_of(request.session, request.speaker, kind)
    return await digest_now(request.session, request.speaker, schedule, request.context)


async def language_command(request: CommandRequest) -> list[Reply]:
    """Set the given language, or offer both."""
    wanted = request.argument.strip().lower()
    chosen = next((code for code, name in LANGUAGE_NAMES.items() if wanted in (code, name.lower())), None)
    if chosen is not None:
        return [
            await choose_language(request.session, request.speaker, chosen)
            or language_choice(request.speaker)
        ]
    return [language_choice(request.speaker)]


async def timezone_command(request: CommandRequest) -> list[Reply]:
    """Set the given zone, or show the present one with some to choose from."""
    if not request.argument.strip():
        return [timezone_choice(request.speaker)]
    return [await set_timezone(request.session, request.speaker, request.argument)]


async def answer_travel_command(
    session: AsyncSession, speaker: Speaker, text: str, now: dt.datetime
) -> Reply:
    """Start a trip, end it, or explain how."""
    if text.strip().casefold() in _HOME:
        return await _return_home(session, speaker, now)
    trip = parse_trip(text, now.astimezone(speaker.zone))
    if trip is not None:
        return await start_trip(session, speaker, trip, now)
    return Reply(
        speaker.translator.gettext("Where, and until when? For example: /travel Berlin until Friday")
    )


async def _return_home(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Reply:
    return zone_reply(speaker, await end_trip(session, speaker.chat_id, now) or speaker.zone.key, now)

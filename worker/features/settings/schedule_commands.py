"""/digest, /evening, /weekly, /quiet, /travel: a person's clock, by commands."""

from models.tables.quiet_hours import QuietHours
from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.digests.schedules import schedule_of
from worker.features.digests.service import digest_now
from worker.features.settings import schedule_settings, travel
from worker.features.settings.schedule_arguments import span_of, wish_of


async def digest(request: CommandRequest) -> list[Reply]:
    """`/digest` shows the morning digest's settings, `/digest 8:30 weekdays` or `/digest off` changes them."""
    return [await _setting(request, "morning_digest")]


async def evening(request: CommandRequest) -> list[Reply]:
    """`/evening` closes the day now, `/evening 19:00 weekdays` sets when it comes by itself."""
    if request.argument.strip():
        return [await _setting(request, "evening_close")]
    return await _now(request, "evening_close")


async def weekly(request: CommandRequest) -> list[Reply]:
    """`/weekly` gives the review now, `/weekly fri 17:00` sets when it comes by itself."""
    if request.argument.strip():
        return [await _setting(request, "weekly_review")]
    return await _now(request, "weekly_review")


async def quiet(request: CommandRequest) -> list[Reply]:
    """`/quiet 22:00-7:00` keeps reminders for the morning, `/quiet off` ends that."""
    session, speaker, gettext = request.session, request.speaker, request.speaker.translator.gettext
    kept = await session.get(QuietHours, speaker.chat_id)
    span = span_of(request.argument)
    if wish_of(request.argument).enabled is False:
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


async def travelling(request: CommandRequest) -> list[Reply]:
    """`/travel Berlin until Friday` is there for a time, `/travel home` is back."""
    return [await travel.asked(request.session, request.speaker, request.argument, request.moment.now)]


async def _setting(request: CommandRequest, kind: str) -> Reply:
    schedule = await schedule_of(request.session, request.speaker, kind)
    wish = wish_of(request.argument)
    if not wish.empty:
        await schedule_settings.change(request.session, request.speaker, schedule, wish, request.moment.now)
    elif request.argument.strip():
        text = request.speaker.translator.gettext(
            "I did not understand that. For example: /digest 8:30 weekdays, or /digest off"
        )
        return Reply(text)
    return await schedule_settings.shown(request.session, request.speaker, schedule, request.moment.now)


async def _now(request: CommandRequest, kind: str) -> list[Reply]:
    schedule = await schedule_of(request.session, request.speaker, kind)
    return await digest_now(request.session, request.speaker, schedule, request.moment)

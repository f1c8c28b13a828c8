"""/settings: everything that is set, and how to change each of it."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.quiet_hours import QuietHours, Travel
from models.tables.schedule import Schedule
from worker.core.date_formats import short_day
from worker.core.reply import Button, Reply
from worker.core.speaker import Speaker
from worker.core.zones import zone_name
from worker.features.digests.schedules import schedule_of
from worker.features.digests.views import schedule_name
from worker.features.settings.reminding import reminding_lines
from worker.features.settings.views import COMMAND_OF, KIND_BY_LETTER, LANGUAGE_NAMES, weekdays_text


async def settings_overview(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Reply:
    """Every setting of the chat, a line each with its command, and buttons that turn schedules on or off."""
    gettext = speaker.translator.gettext
    lines, buttons = [], list[tuple[Button, ...]]()
    for letter, kind in KIND_BY_LETTER.items():
        schedule = await schedule_of(session, speaker, kind)
        lines.append(f"{_schedule_line(speaker, schedule)} · {COMMAND_OF[kind]}")
        buttons.append((_switch(speaker, letter, schedule),))
    quiet = await session.get(QuietHours, speaker.chat_id)
    hours = gettext("none") if quiet is None else f"{quiet.starts:%H:%M}–{quiet.ends:%H:%M}"
    lines += [
        f"{gettext('Quiet hours')}: {hours} · /quiet 22:00-7:00",
        f"{gettext('Language')}: {LANGUAGE_NAMES[speaker.language]} · /language",
        f"{gettext('Time zone')}: {zone_name(speaker.zone.key)}, {now.astimezone(speaker.zone):%H:%M} · /timezone",
    ]
    lines += await reminding_lines(session, speaker)
    trip = await session.get(Travel, speaker.chat_id)
    if trip is not None:
        until = short_day(speaker.translator, trip.until_on, speaker.today(now))
        lines.append(f"{gettext('Away until {day}', day=until)} · /travel home")
    lines.append(f"{gettext('Working hours, lunch, days off')} · /hours")
    hint = gettext("Or say it: “send my list at 7:45”, “no evening message”, “don't disturb me after 10 pm”.")
    text = "\n".join([f"<b>{gettext('Settings')}</b>", *lines, "", hint])
    return Reply(text, tuple(buttons))


def _schedule_line(speaker: Speaker, schedule: Schedule) -> str:
    gettext, name = speaker.translator.gettext, schedule_name(speaker.translator, schedule.kind)
    if not schedule.enabled:
        return gettext("{name}: off", name=name)
    days = weekdays_text(speaker.translator, schedule.weekdays)
    return f"{name}: {schedule.local_time:%H:%M}, {days}"


def _switch(speaker: Speaker, letter: str, schedule: Schedule) -> Button:
    name = schedule_name(speaker.translator, schedule.kind)
    label = (
        speaker.translator.gettext("{name}: turn off", name=name)
        if schedule.enabled
        else speaker.translator.gettext("{name}: turn on", name=name)
    )
    return Button(label, f"sc:{letter}:{'off' if schedule.enabled else 'on'}")

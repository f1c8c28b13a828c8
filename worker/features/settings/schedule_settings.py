"""Settings: a chat's schedule shown and changed: on or off, time, weekdays, what an empty day is."""

import datetime as dt

from babel.dates import get_day_names
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.schedule import Schedule, ScheduleRun
from models.tables.weekdays import EVERY_DAY, WORKDAYS
from worker.core.date_formats import short_day
from worker.core.i18n import Translator
from worker.core.reply import Button, Reply
from worker.core.speaker import Speaker
from worker.features.digests.schedules import schedule_of, set_next_run
from worker.features.digests.views import schedule_name
from worker.features.settings.schedule_arguments import Wish

LETTERS = {"m": "morning_digest", "e": "evening_close", "w": "weekly_review", "p": "day_plan"}
_LETTER_OF = {kind: letter for letter, kind in LETTERS.items()}
_COMMAND_OF = {
    "morning_digest": "/digest",
    "evening_close": "/evening",
    "weekly_review": "/weekly",
    "day_plan": "/plan",
}


async def change(
    session: AsyncSession, speaker: Speaker, schedule: Schedule, wish: Wish, now: dt.datetime
) -> None:
    """Set what was asked for. A time or weekdays alone switch the schedule on."""
    schedule.enabled = True if wish.enabled is None else wish.enabled
    schedule.local_time = wish.local_time or schedule.local_time
    schedule.weekdays = wish.weekdays or schedule.weekdays
    await set_next_run(session, schedule, speaker.zone, now)


async def shown(session: AsyncSession, speaker: Speaker, schedule: Schedule, now: dt.datetime) -> Reply:
    """The schedule as it stands, its next and its last run, and buttons to change it."""
    translator, name = speaker.translator, schedule_name(speaker.translator, schedule.kind)
    command = _COMMAND_OF[schedule.kind]
    if not schedule.enabled:
        off = translator.gettext("{name} is off.", name=name)
        text = f"{off} {_hint(translator, schedule.kind, command)}"
        return Reply(text, ((Button(translator.gettext("Turn on"), f"sc:{_LETTER_OF[schedule.kind]}:on"),),))
    lines = [
        translator.gettext(
            "{name}: {time}, {days}.",
            name=name,
            time=f"{schedule.local_time:%H:%M}",
            days=days_text(translator, schedule.weekdays),
        ),
        translator.gettext("Next: {day}.", day=short_day(translator, schedule.next_on, speaker.today(now))),
        *await _last(session, speaker, schedule, now),
        _hint(translator, schedule.kind, command),
    ]
    return Reply("\n".join(lines), _buttons(translator, schedule))


def _hint(translator: Translator, kind: str, command: str) -> str:
    """How another time is set, by an example that fits."""
    if kind == "weekly_review":
        return translator.gettext("Another time: {command} fri 17:00", command=command)
    if kind == "evening_close":
        return translator.gettext("Another time: {command} 19:30 weekdays", command=command)
    return translator.gettext("Another time: {command} 8:30 weekdays", command=command)


async def tap(
    session: AsyncSession, speaker: Speaker, letter: str, what: str, now: dt.datetime
) -> Reply | None:
    """A button of the settings; None for made-up data."""
    if letter not in LETTERS:
        return None
    schedule = await schedule_of(session, speaker, LETTERS[letter])
    wishes = {
        "on": Wish(enabled=True),
        "off": Wish(enabled=False),
        "work": Wish(weekdays=WORKDAYS),
        "all": Wish(weekdays=EVERY_DAY),
    }
    if what in ("silent", "line"):
        schedule.when_empty = what
        session.add(schedule)
    elif what in wishes:
        await change(session, speaker, schedule, wishes[what], now)
    else:
        return None
    return await shown(session, speaker, schedule, now)


def days_text(translator: Translator, weekdays: int) -> str:
    """ "every day", "Mon–Fri", "Mon, Wed"."""
    if weekdays == EVERY_DAY:
        return translator.gettext("every day")
    if weekdays == WORKDAYS:
        return translator.gettext("Mon–Fri")
    names = get_day_names("abbreviated", locale=translator.language)
    return ", ".join(names[day] for day in range(7) if weekdays >> day & 1)


async def _last(session: AsyncSession, speaker: Speaker, schedule: Schedule, now: dt.datetime) -> list[str]:
    """What became of the last run, by the ledger."""
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


def _buttons(translator: Translator, schedule: Schedule) -> tuple[tuple[Button, ...], ...]:
    letter = _LETTER_OF[schedule.kind]
    days = (
        Button(translator.gettext("Every day"), f"sc:{letter}:all")
        if schedule.weekdays != EVERY_DAY
        else Button(translator.gettext("Weekdays only"), f"sc:{letter}:work")
    )
    empty = (
        Button(translator.gettext("Write even with nothing due"), f"sc:{letter}:line")
        if schedule.when_empty == "silent"
        else Button(translator.gettext("Stay silent with nothing due"), f"sc:{letter}:silent")
    )
    off = Button(translator.gettext("Turn off"), f"sc:{letter}:off")
    return ((off,), (empty,)) if schedule.kind == "weekly_review" else ((days, off), (empty,))

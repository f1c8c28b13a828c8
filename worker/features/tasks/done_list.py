"""What was done, as text: on a day or in a longer period."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.date_formats import date_range_text, long_day, minutes_text, short_day
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.features.tasks.queries import find_done_in
from worker.understanding.requests.past_period import Period


async def done_list_text(session: AsyncSession, speaker: Speaker, day: dt.date, today: dt.date) -> str:
    """The tasks done on a local day, in their order, with the time they took; the owner sees everybody's."""
    tasks = await find_done_in(session, speaker, Period(day, day + dt.timedelta(days=1)))
    names = await load_directory_names(session, speaker)
    if not tasks:
        gettext = speaker.translator.gettext
        return (
            gettext("Nothing is done yet today.") if day == today else gettext("Nothing was done that day.")
        )
    lines = [_done_line(speaker, task, names) for task in tasks]
    return "\n".join([f"<b>{long_day(speaker.translator, day)}</b>", "", *lines])


async def done_period_text(session: AsyncSession, speaker: Speaker, period: Period, today: dt.date) -> str:
    """The tasks done in a period of several local days, in their order, each with its day."""
    tasks = await find_done_in(session, speaker, period)
    names = await load_directory_names(session, speaker)
    last = min(period.after - dt.timedelta(days=1), max(today, period.first))
    days = date_range_text(speaker.translator, period.first, last, today)
    if not tasks:
        return speaker.translator.gettext("{days}: nothing was done.", days=days)
    heading = f"<b>{days}</b> · {speaker.translator.ngettext('{n} done', '{n} done', len(tasks))}"
    return "\n".join([heading, "", *done_lines(speaker, tasks, names, today, dated=True)])


def done_lines(
    speaker: Speaker, tasks: Sequence[Task], names: DirectoryNames, today: dt.date, *, dated: bool
) -> list[str]:
    """Done tasks, one a line, the last ones first; with the day each was done when `dated`."""
    return [_done_line(speaker, task, names, today if dated else None) for task in reversed(tasks)]


def _done_line(speaker: Speaker, task: Task, names: DirectoryNames, today: dt.date | None = None) -> str:
    translator = speaker.translator
    day = task.done_at.astimezone(speaker.zone).date() if task.done_at is not None else None
    facts = (
        task.title,
        names.business_name(task.business_id),
        minutes_text(translator, task.actual_minutes) if task.actual_minutes else None,
        short_day(translator, day, today) if day is not None and today is not None else None,
        f"#{task.number}",
    )
    return escape_html("✓ " + " · ".join(fact for fact in facts if fact))

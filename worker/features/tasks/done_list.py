"""The list of what was done on a day."""

import datetime as dt

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.task import Task
from worker.core.date_formats import long_day, minutes_text
from worker.core.directory_names import load_directory_names
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import listed_tasks


async def done_text(session: AsyncSession, speaker: Speaker, day: dt.date, today: dt.date) -> str:
    """The tasks done on a local day, in their order, with the time they took; the owner sees everybody's."""
    midnight = dt.time()
    statement = (
        listed_tasks(speaker)
        .where(
            Task.status == "done",
            col(Task.done_at) >= instant_at(day, midnight, speaker.zone),
            col(Task.done_at) < instant_at(day + dt.timedelta(days=1), midnight, speaker.zone),
        )
        .order_by(col(Task.done_at), col(Task.number))
    )
    tasks, names = (
        (await session.exec(statement)).all(),
        await load_directory_names(session, speaker),
    )
    if not tasks:
        gettext = speaker.translator.gettext
        return (
            gettext("Nothing is done yet today.") if day == today else gettext("Nothing was done that day.")
        )
    lines = [f"<b>{long_day(speaker.translator, day)}</b>", ""]
    for task in tasks:
        business = names.business_name(task.business_id)
        spent = minutes_text(speaker.translator, task.actual_minutes) if task.actual_minutes else None
        lines.append(
            escape_html(
                "✓ " + " · ".join(part for part in (task.title, business, spent, f"#{task.number}") if part)
            )
        )
    return "\n".join(lines)

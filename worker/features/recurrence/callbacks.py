"""Buttons of the question whether an edit of a recurring task is for this one only or for all that follow."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.series_task import SeriesTask
from worker.core.handler import HandlerContext
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.recurrence.service import series_template


async def series_callback(
    session: AsyncSession,
    speaker: Speaker,
    path: Sequence[str],
    context: HandlerContext,  # noqa: ARG001
) -> Reply | None:
    """`path`: "one" or "all", and the task. None for stale data."""
    if len(path) != 2 or path[0] not in ("one", "all") or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    task = await reachable_task(session, speaker, task_id=int(path[1]), status="open")
    place = None if task is None else await session.get(SeriesTask, task.id)
    if task is None or place is None or place.ended_at is not None:
        return None
    title = f"<b>{escape_html(task.title)}</b>"
    if path[0] == "one":
        return Reply(speaker.translator.gettext("{title}: this one only.", title=title))
    place.template = series_template(task, speaker.zone)
    session.add(place)
    return Reply(speaker.translator.gettext("{title}: this one and all that follow.", title=title))

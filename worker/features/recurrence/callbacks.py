"""Series taps: an edit of a recurring task is this one's only, or all following ones'; and /skip."""

import re
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.series_task import Occurrence
from worker.core.command_request import Request
from worker.core.handler import Moment
from worker.core.reply import Reply, safe
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.recurrence.template import template_of
from worker.features.tasks import quick_changes


async def series_tap(
    session: AsyncSession,
    speaker: Speaker,
    path: Sequence[str],
    moment: Moment,  # noqa: ARG001
) -> Reply | None:
    """`path`: "one" or "all", and the task. None for stale data."""
    if len(path) != 2 or path[0] not in ("one", "all") or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    task = await reachable_task(session, speaker, task_id=int(path[1]), status="open")
    place = None if task is None else await session.get(Occurrence, task.id)
    if task is None or place is None or place.ended_at is not None:
        return None
    title = f"<b>{safe(task.title)}</b>"
    if path[0] == "one":
        return Reply(speaker.words.say("{title}: this one only.", title=title))
    place.template = template_of(task, speaker.zone)
    session.add(place)
    return Reply(speaker.words.say("{title}: this one and all that follow.", title=title))


async def skip(request: Request) -> list[Reply]:
    """`/skip 12` leaves out this time of a recurring task; the next one comes as its rule says."""
    speaker, say = request.speaker, request.speaker.words.say
    number = re.fullmatch(r"#?(\d{1,9})", request.argument.strip())
    wanted = int(number[1] if number else 0)
    task = await reachable_task(request.session, speaker, number=wanted, status="open")
    if task is None or task.recurrence is None:
        return [Reply(say("Which recurring task? Give its number: /skip 12"))]
    await quick_changes.drop(request.session, speaker, task, request.moment)
    return [Reply(say("{title}: skipped this time.", title=f"<b>{safe(task.title)}</b>"))]

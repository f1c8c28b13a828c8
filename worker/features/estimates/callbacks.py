"""Buttons under the question how long a completed task took."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.estimates.service import done_task, record_actual_time
from worker.features.estimates.views import ACTUAL_TIME_PURPOSE, actual_time_question
from worker.understanding.requests.duration import LONGEST_MINUTES


async def actual_time_callback(
    session: AsyncSession, speaker: Speaker, path: list[str], context: HandlerContext
) -> Reply | None:
    """The question's message after one of its buttons was pressed; None for malformed data."""
    if len(path) != 2 or not path[0].isdigit() or len(path[0]) > 18:
        return None
    task = await done_task(session, speaker, int(path[0]))
    if task is None:
        return None
    if path[1] == "skip":
        return Reply(speaker.translator.gettext("✓ {title}", title=escape_html(task.title)), purpose="answer")
    if path[1] == "other":
        text = speaker.translator.gettext(
            "How long did “{title}” take? For example: 1 h 40", title=escape_html(task.title)
        )
        skip = Button(speaker.translator.gettext("skip"), f"took:{task.id}:skip")
        return Reply(text, ((skip,),), purpose=ACTUAL_TIME_PURPOSE)
    if path[1] == "ask":
        return _repeated_question(speaker, task)
    minutes = int(path[1]) if path[1].isdigit() and len(path[1]) < 6 else 0
    return (
        await record_actual_time(session, speaker, task, minutes, context)
        if 0 < minutes <= LONGEST_MINUTES
        else None
    )


def _repeated_question(speaker: Speaker, task: Task) -> Reply | None:
    blank = task.model_copy(update={"actual_minutes": None})
    return actual_time_question(speaker, blank)

"""/today, /tomorrow, /week, /done and /after."""

import datetime as dt
import re
from collections.abc import Sequence

from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from models.tables.task_link import TaskLink
from worker.core.command_request import CommandRequest
from worker.core.date_formats import deadline_text
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.tasks.first_task import with_first_task_hint
from worker.features.tasks.queries import find_open_tasks, find_undated_tasks
from worker.features.tasks.service import complete_task, completion_follow_ups, link_tasks
from worker.features.tasks.ticks import WEEK, list_with_ticks
from worker.features.tasks.views import card_of
from worker.understanding.bounded_pattern import bounded

# "12 7", "#12 after #7", "12": anything else is asked about, since a missing number would remove another link.
_AFTER_ARGUMENT = bounded(r"\s*#?(\d{1,9})(?:\s*,?\s+(?:[^\W\d_]+\s+){0,3}#?(\d{1,9}))?[\s.!]*")


async def today_command(request: CommandRequest) -> list[Reply]:
    """The list of today's tasks, overdue ones included."""
    return await _day_list(request, 0)


async def tomorrow_command(request: CommandRequest) -> list[Reply]:
    """The list of tomorrow's tasks."""
    return await _day_list(request, 1)


async def _day_list(request: CommandRequest, offset: int) -> list[Reply]:
    day = request.speaker.today(request.context.now) + dt.timedelta(days=offset)
    return await _ticked_list(request, day.isoformat())


async def week_command(request: CommandRequest) -> list[Reply]:
    """The coming seven days, day by day."""
    return await _ticked_list(request, WEEK)


async def _ticked_list(request: CommandRequest, shown: str) -> list[Reply]:
    session, speaker, now = request.session, request.speaker, request.context.now
    reply = await list_with_ticks(session, speaker, shown, now)
    assert reply is not None
    return [await with_first_task_hint(session, speaker, reply)]


async def done_command(request: CommandRequest) -> list[Reply]:
    """Complete the task of a number (`/done 12`), or list the next ones with their numbers."""
    number = re.fullmatch(r"#?(\d{1,9})", request.argument.strip())
    return await _complete_task(request, int(number[1])) if number else await _offer_tasks(request)


async def _complete_task(request: CommandRequest, number: int) -> list[Reply]:
    speaker, session = request.speaker, request.session
    task = await reachable_task(session, speaker, number=number)
    if task is None:
        return [Reply(speaker.translator.gettext("There is no task #{number}.", number=number))]
    if task.status != "open":
        return [Reply(speaker.translator.gettext("Task #{number} is already closed.", number=number))]
    operation = await new_operation(session, speaker, "done", request.context)
    await complete_task(session, task, operation, request.context)
    told, questions = await completion_follow_ups(session, speaker, [task], request.context)
    return [await card_of(session, operation, speaker, request.context.now, note=told), *questions]


async def _offer_tasks(request: CommandRequest) -> list[Reply]:
    speaker = request.speaker
    dated = list(await find_open_tasks(request.session, speaker))
    undated = list(await find_undated_tasks(request.session, speaker))
    tasks = list({task.id: task for task in (*dated, *undated)}.values())
    if not tasks:
        nothing = Reply(speaker.translator.gettext("Nothing is open."))
        return [await with_first_task_hint(request.session, speaker, nothing)]
    today = speaker.today(request.context.now)
    lines = [f"#{task.number}  {_named(task, speaker, today)}" for task in tasks]
    return [
        Reply(
            "\n".join(
                [
                    speaker.translator.gettext(
                        "Which one is done? For example: /done {number}", number=tasks[0].number
                    ),
                    "",
                    *lines,
                ]
            )
        )
    ]


def _named(task: Task, speaker: Speaker, today: dt.date) -> str:
    """ "Send the offer · by Fri 27 Nov"."""
    when = deadline_text(speaker.translator, task, today, speaker.zone)
    return escape_html(" · ".join(fact for fact in (task.title, when) if fact))


async def after_command(request: CommandRequest) -> list[Reply]:
    """`/after 12 7`: task 12 waits for task 7; `/after 12`: it waits for none."""
    gettext = request.speaker.translator.gettext
    asked = _AFTER_ARGUMENT.fullmatch(request.argument)
    numbers = [int(number) for number in asked.groups() if number] if asked else []
    if not numbers:
        return [Reply(gettext("Which task waits for which? For example: /after 12 7 (#12 waits for #7)"))]
    tasks = [
        await reachable_task(request.session, request.speaker, number=number, status="open")
        for number in numbers
    ]
    for number, task in zip(numbers, tasks, strict=True):
        if task is None:
            return [Reply(gettext("There is no open task #{number}.", number=number))]
    return [
        Reply(
            await _change_links(
                request.session, request.speaker, [t for t in tasks if t is not None], request.context
            )
        )
    ]


async def _change_links(
    session: AsyncSession, speaker: Speaker, tasks: Sequence[Task], context: HandlerContext
) -> str:
    gettext, task = speaker.translator.gettext, tasks[0]
    if len(tasks) == 1:
        await session.execute(delete(TaskLink).where(col(TaskLink.task_id) == task.id))
        return gettext("#{number} waits for nothing now.", number=task.number)
    if not await link_tasks(session, task, tasks[1], context):
        return gettext(
            "#{other} already waits for #{number}: they would wait for each other.",
            other=tasks[1].number,
            number=task.number,
        )
    return gettext("#{number} waits for #{other}.", number=task.number, other=tasks[1].number)

"""/done 12: a task is done; without a number, what could be."""

import re

from worker.core.command_request import CommandRequest
from worker.core.operations import new_operation
from worker.core.reply import Reply, escape_html
from worker.core.task_access import reachable_task
from worker.features.tasks.complete_task import after_done, finish_task
from worker.features.tasks.lists import open_tasks, undated_tasks
from worker.features.tasks.views import card_of

_SHOWN = 10


async def done(request: CommandRequest) -> list[Reply]:
    """Complete the task of that number, or list the next ones with their numbers."""
    number = re.fullmatch(r"#?(\d{1,9})", request.argument.strip())
    return await _complete(request, int(number[1])) if number else await _offer(request)


async def _complete(request: CommandRequest, number: int) -> list[Reply]:
    speaker, session = request.speaker, request.session
    task = await reachable_task(session, speaker, number=number)
    if task is None:
        return [Reply(speaker.translator.gettext("There is no task #{number}.", number=number))]
    if task.status != "open":
        return [Reply(speaker.translator.gettext("Task #{number} is already closed.", number=number))]
    operation = await new_operation(session, speaker, "done", request.moment)
    await finish_task(session, task, operation, request.moment)
    told, questions = await after_done(session, speaker, [task], request.moment)
    return [await card_of(session, operation, speaker, request.moment.now, note=told), *questions]


async def _offer(request: CommandRequest) -> list[Reply]:
    speaker = request.speaker
    dated = list(await open_tasks(request.session, speaker))
    undated = list(await undated_tasks(request.session, speaker))
    tasks = list({task.id: task for task in (*dated, *undated)}.values())[:_SHOWN]
    if not tasks:
        return [Reply(speaker.translator.gettext("Nothing is open."))]
    lines = [f"#{task.number}  {escape_html(task.title)}" for task in tasks]
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

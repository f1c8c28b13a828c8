"""/skip: leaves out one time of a recurring task."""

import re

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.core.task_access import reachable_task
from worker.features.recurrence.service import skip_occurrence


async def skip_command(request: CommandRequest) -> list[Reply]:
    """`/skip 12` leaves out this time of a recurring task; the next one follows its rule."""
    speaker = request.speaker
    number = re.fullmatch(r"#?(\d{1,9})", request.argument.strip())
    wanted = int(number[1] if number else 0)
    task = await reachable_task(request.session, speaker, number=wanted, status="open")
    if task is None:
        return [Reply(speaker.translator.gettext("Which recurring task? Give its number: /skip 12"))]
    return [await skip_occurrence(request.session, speaker, task, request.context)]

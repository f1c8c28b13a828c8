"""/after 12 7: task #12 waits for #7; /after 12 takes the waiting away."""

from collections.abc import Sequence

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from models.tables.task_link import TaskLink
from worker.core.command_request import CommandRequest
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.understanding.bounded_pattern import bounded

# "12 7", "#12 after #7", "12": anything else is asked about, since a number left out would end another waiting.
_ASKED = bounded(r"\s*#?(\d{1,9})(?:\s*,?\s+(?:[^\W\d_]+\s+){0,3}#?(\d{1,9}))?[\s.!]*")


async def after(request: CommandRequest) -> list[Reply]:
    """Make a task wait for another, or for none."""
    gettext = request.speaker.translator.gettext
    asked = _ASKED.fullmatch(request.argument)
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
            await _linked(
                request.session, request.speaker, [t for t in tasks if t is not None], request.moment
            )
        )
    ]


async def link(session: AsyncSession, task: Task, other: Task, moment: HandlerContext) -> bool:
    """Make `task` wait for `other` of the same workspace; False when that would be a circle."""
    if task.id is None or other.id is None or task.workspace_id != other.workspace_id:
        return False
    if await _reaches(session, other, task):
        return False
    if await session.get(TaskLink, (task.id, other.id)) is None:
        session.add(
            TaskLink(
                task_id=task.id, after_id=other.id, workspace_id=task.workspace_id, created_at=moment.now
            )
        )
        await session.flush()
    return True


async def _linked(
    session: AsyncSession, speaker: Speaker, tasks: Sequence[Task], moment: HandlerContext
) -> str:
    gettext, task = speaker.translator.gettext, tasks[0]
    if len(tasks) == 1:
        await session.execute(delete(TaskLink).where(col(TaskLink.task_id) == task.id))
        return gettext("#{number} waits for nothing now.", number=task.number)
    if not await link(session, task, tasks[1], moment):
        return gettext(
            "#{other} already waits for #{number}: they would wait for each other.",
            other=tasks[1].number,
            number=task.number,
        )
    return gettext("#{number} waits for #{other}.", number=task.number, other=tasks[1].number)


async def _reaches(session: AsyncSession, first: Task, last: Task) -> bool:
    """Whether `first` waits, directly or through others, for `last`; a task waits for itself."""
    statement = select(TaskLink.task_id, TaskLink.after_id).where(TaskLink.workspace_id == first.workspace_id)
    waits: dict[int, list[int]] = {}
    for task, other in (await session.exec(statement)).all():
        waits.setdefault(task, []).append(other)
    seen: set[int] = set()
    queue = [first.id or 0]
    while queue:
        here = queue.pop()
        if here == last.id:
            return True
        if here not in seen:
            seen.add(here)
            queue += waits.get(here, [])
    return False

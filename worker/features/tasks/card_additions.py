"""What stays with the tasks of a card beside their fields: its lines under each task, and its buttons."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.message_pages import Rows
from worker.core.reply import Button
from worker.core.speaker import Speaker
from worker.features.files.service import files_of_tasks
from worker.features.files.views import files_button, files_line

_IN_A_ROW = 3


@dataclass(slots=True)
class CardAdditions:
    """Lines by task, HTML, and rows of buttons."""

    lines: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    rows: Rows = ()


async def load_additions(session: AsyncSession, speaker: Speaker, tasks: Sequence[Task]) -> CardAdditions:
    """The additions of tasks that the speaker may see."""
    added, translator = CardAdditions(), speaker.translator
    files = await files_of_tasks(session, tasks)
    buttons: list[Button] = []
    for index, task in enumerate(tasks, start=1):
        lead = f"{index}  " if len(tasks) > 1 else ""
        if own := files.get(task.id or 0):
            added.lines[task.id or 0].append(files_line(translator, own))
            buttons.append(files_button(translator, task, own, lead))
    added.rows = tuple(tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW))
    return added

"""What stays with the tasks of a card beside their fields: its lines under each task, and its buttons."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.directory_names import DirectoryNames
from worker.core.message_pages import Rows
from worker.core.reply import Button
from worker.core.speaker import Speaker
from worker.features.checklists.service import items_of_tasks
from worker.features.checklists.views import item_lines, item_rows
from worker.features.comments.service import comments_of_tasks
from worker.features.comments.views import comment_lines, comments_button
from worker.features.files.service import files_of_tasks
from worker.features.files.views import files_button, files_line

_IN_A_ROW = 3
_MOST_ITEMS = 8


@dataclass(slots=True)
class CardAdditions:
    """Lines by task, HTML, and rows of buttons: those of items, and those of files and comments."""

    lines: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    item_rows: Rows = ()
    rows: Rows = ()


async def load_additions(
    session: AsyncSession,
    speaker: Speaker,
    operation: Operation,
    tasks: Sequence[Task],
    names: DirectoryNames,
) -> CardAdditions:
    """The additions of tasks that the speaker may see, for the card of an operation."""
    added, translator = CardAdditions(), speaker.translator
    files = await files_of_tasks(session, tasks)
    comments = await comments_of_tasks(session, tasks)
    items = await items_of_tasks(session, tasks)
    buttons: list[Button | None] = []
    for index, task in enumerate(tasks, start=1):
        place, lead = task.id or 0, f"{index}  " if len(tasks) > 1 else ""
        if listed := items.get(place):
            added.lines[place] += item_lines(translator, task, listed)
            room = max(0, _MOST_ITEMS - len(added.item_rows))
            added.item_rows += item_rows(task, listed, operation.id or 0, room)
        if own := files.get(place):
            added.lines[place].append(files_line(translator, own))
            buttons.append(files_button(translator, task, own, lead))
        if said := comments.get(place):
            added.lines[place] += comment_lines(names, said)
            buttons.append(comments_button(translator, task, said, lead))
    shown = [button for button in buttons if button is not None]
    added.rows = tuple(tuple(shown[at : at + _IN_A_ROW]) for at in range(0, len(shown), _IN_A_ROW))
    return added

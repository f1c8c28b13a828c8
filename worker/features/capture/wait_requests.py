"""Waits as said: "Fix the spindle after #7" makes a task that waits for #7, and the words leave its title."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.tasks.after_command import link
from worker.understanding.actions import CreateTask
from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Reading

_AFTER = bounded(
    r"[\s,;(]*\b(?:(?:but\s+|and\s+)?(?:only\s+|right\s+)?(?:after|once|when)|(?:но\s+)?(?:только\s+|сразу\s+)?после|когда)\s+"
    r"(?:task\s+|задач[аиу]\s+)?#(?P<number>\d{1,9})\b(?:\s+(?:is|will\s+be|будет)?\s*(?:done|ready|finished|готов[аоы]?|сделан[аоы]?))?\)?",
    re.IGNORECASE,
)
_ALONE = bounded(
    r"\s*#(?P<task>\d{1,9})\s+(?:goes\s+|comes\s+|is\s+)?(?:after|waits\s+for|ждёт|ждет|после)\s+#(?P<other>\d{1,9})[\s.!]*",
    re.IGNORECASE,
)


def command_said(text: str) -> str | None:
    """ "#12 after #7" as the command it is; None for everything else."""
    found = _ALONE.fullmatch(text)
    return f"/after {found['task']} {found['other']}" if found else None


def waits_in(reading: Reading, text: str) -> tuple[Reading, dict[str, int]]:
    """The reading without "after #7" in its titles, and by title the number of the task each new one waits for.

    A reader may have left the words out of the title itself; of a single new task they are then looked for in `text`.
    """
    made = [action for action in reading.actions if isinstance(action, CreateTask)]
    waits: dict[str, int] = {}
    actions = []
    for action in reading.actions:
        if isinstance(action, CreateTask):
            found = _AFTER.search(action.title) or (_AFTER.search(text) if len(made) == 1 else None)
            title = _AFTER.sub("", action.title).strip(" ,;") or action.title
            action = action.model_copy(update={"title": title})  # noqa: PLW2901 - the same action, without the words
            if found is not None:
                waits[title] = int(found["number"])
        actions.append(action)
    return (replace(reading, actions=tuple(actions)) if waits else reading), waits


async def wait_as_said(
    session: AsyncSession,
    speaker: Speaker,
    created: Sequence[Task],
    waits: dict[str, int],
    moment: HandlerContext,
) -> str | None:
    """Make the new tasks wait; a line a task that tells of it, or that there is no such task to wait for."""
    gettext, lines = speaker.translator.gettext, []
    for task in created:
        if task.title not in waits:
            continue
        number = waits[task.title]
        other = await reachable_task(session, speaker, number=number, status="open")
        if other is not None and await link(session, task, other, moment):
            lines.append(gettext("#{number} waits for #{other}.", number=task.number, other=number))
        else:
            lines.append(gettext("There is no open task #{number}.", number=number))
    return "\n".join(lines) or None

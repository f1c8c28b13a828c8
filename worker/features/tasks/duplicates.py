"""Finds an open task that says nearly the same as a new one, and merges the two on request."""

import re
from typing import Any

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import TaskEvent
from models.tables.task import DEFAULT_PRIORITY, Task
from worker.core.business_access import exceeds_access
from worker.core.date_formats import deadline_text
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import listed_tasks, reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.embeddings.local_embedder import likeness, word_pieces
from worker.features.tasks.views import task_lines

PURPOSE = "twin"
# Inflected, reordered and slightly longer forms of one sentence lie above this; two calls to two people below it.
_LEAST_LIKENESS = 0.72
_LOOKED_THROUGH, _STEM = 300, 4
# What the older task takes over from the newer one, where it has nothing itself.
_FILLED = ("business_id", "project_id", "assignee_id", "reminder_minutes_before", "do_on")
_DEADLINE = ("deadline_on", "deadline_at", "timing")
_ESTIMATE = ("estimate_minutes", "estimate_low", "estimate_high", "estimate_source")


async def find_duplicate(session: AsyncSession, task: Task, speaker: Speaker) -> Task | None:
    """The open task of the same business whose title is nearly the same as a new one's; None without any.

    Tasks of the same message are never duplicates, nor series, nor titles whose numbers differ. Of a `speaker` who is not
    the owner only their own tasks are looked at.
    """
    stems = sorted({word[:_STEM] for word in re.findall(r"[^\W\d_]{4,}", task.title)})
    if not stems or task.recurrence is not None:
        return None
    made_with = select(TaskEvent.operation_id).where(TaskEvent.task_id == task.id)
    statement = listed_tasks(speaker).where(
        col(Task.business_id).is_not_distinct_from(task.business_id),
        Task.status == "open",
        col(Task.recurrence).is_(None),
        Task.id != task.id,
        col(Task.id).not_in(
            select(TaskEvent.task_id).where(
                col(TaskEvent.operation_id).in_(made_with), col(TaskEvent.before).is_(None)
            )
        ),
        or_(*(col(Task.title).icontains(stem, autoescape=True) for stem in stems)),
    )
    found = (await session.exec(statement.order_by(col(Task.number).desc()).limit(_LOOKED_THROUGH))).all()
    pieces, numbers = word_pieces(task.title), _numbers_in(task.title)
    rows = [(likeness(pieces, word_pieces(r.title)), r) for r in found if _numbers_in(r.title) == numbers]
    best = max(rows, key=lambda pair: (pair[0], -pair[1].number), default=None)
    return best[1] if best is not None and best[0] >= _LEAST_LIKENESS else None


def duplicate_question(speaker: Speaker, task: Task, twin: Task, context: HandlerContext) -> Reply:
    """The question "#14 looks like #12"; both tasks stay until a button is pressed."""
    gettext, today = speaker.translator.gettext, speaker.today(context.now)
    due = deadline_text(speaker.translator, twin, today, speaker.zone)
    facts = " · ".join(fact for fact in (escape_html(twin.title), due) if fact)
    text = gettext("This looks like #{number}: {facts}", number=twin.number, facts=facts)
    merge = Button(gettext("Merge into #{number}", number=twin.number), f"twin:merge:{task.id}:{twin.id}")
    keep = Button(gettext("Keep both"), f"twin:keep:{task.id}:{twin.id}")
    return Reply(text, ((merge, keep),), purpose=PURPOSE)


async def handle_duplicate_callback(
    session: AsyncSession, speaker: Speaker, path: list[str], context: HandlerContext
) -> Reply | None:
    """The answer to the question's button: the merged task's card with Undo, or that both stay; None for stale data."""
    numbers = [int(part) for part in path[1:] if part.isdecimal() and len(part) <= 18]
    if len(path) != 3 or len(numbers) != 2 or numbers[0] == numbers[1]:
        return None
    new, old = [await reachable_task(session, speaker, task_id=number) for number in numbers]
    if new is None or old is None:
        return None
    if path[0] == "keep":
        text = speaker.translator.gettext("Both stay: #{new} and #{old}.", new=new.number, old=old.number)
        return Reply(text)
    return await _merge(session, speaker, new, old, context) if path[0] == "merge" else None


async def _merge(
    session: AsyncSession, speaker: Speaker, new: Task, old: Task, context: HandlerContext
) -> Reply | None:
    if new.status != "open" or old.status != "open" or new.business_id != old.business_id:
        return None
    names, fields = await load_directory_names(session, speaker), _merged_columns(new, old)
    if exceeds_access(names, fields, old):
        return None
    operation = await new_operation(session, speaker, "merge", context)
    recorder = TaskRecorder(session, operation, context.now)
    await recorder.change(old, **fields)
    await recorder.change(new, status="dropped")
    note = speaker.translator.gettext("#{new} is merged into #{old}.", new=new.number, old=old.number)
    undo = Button(speaker.translator.gettext("Undo"), f"undo:{operation.id}")
    lines = [*task_lines(old, names, speaker, context.now), "", note]
    return Reply("\n".join(lines), ((undo,),), operation_id=operation.id)


def _merged_columns(new: Task, old: Task) -> dict[str, Any]:
    """The newer task's deadline and stated estimate win; its other fields only fill what the older one lacks."""
    fields: dict[str, Any] = {n: getattr(new, n) for n in _FILLED if getattr(old, n) is None}
    if new.deadline_on is not None:
        fields |= {name: getattr(new, name) for name in _DEADLINE}
    if new.estimate_source == "stated" or old.estimate_minutes is None:
        fields |= {name: getattr(new, name) for name in _ESTIMATE}
    if new.priority != DEFAULT_PRIORITY:
        fields["priority"] = new.priority
    return fields


def _numbers_in(title: str) -> list[str]:
    return re.findall(r"\d+", title)

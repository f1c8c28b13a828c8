"""Adds items to tasks and ticks them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.checklist import ChecklistItem, ChecklistTick
from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.task_recorder import TaskRecorder
from worker.features.checklists.items import MOST_ITEMS, SaidItem


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item of a task, and whether it is ticked."""

    item: ChecklistItem
    done: bool


async def add_items(
    session: AsyncSession,
    task: Task,
    items: Sequence[SaidItem],
    operation: Operation,
    now: dt.datetime,
    telegram_ids: Sequence[int] | None = None,
) -> list[ChecklistItem]:
    """Put items under a task, `MOST_ITEMS` in all; its estimate becomes the sum of theirs where some have one.

    `telegram_ids` are the items' numbers in Telegram's own checklist. Undone with the operation.
    """
    listed = (await items_of_tasks(session, [task])).get(task.id or 0, [])
    room = max(0, MOST_ITEMS - len(listed))
    rows = [
        ChecklistItem(
            workspace_id=task.workspace_id,
            task_id=task.id or 0,
            operation_id=operation.id or 0,
            position=len(listed) + at,
            title=said.title,
            estimate_minutes=said.minutes,
            telegram_item_id=telegram_ids[at] if telegram_ids else None,
            created_at=now,
        )
        for at, said in enumerate(items[:room])
    ]
    session.add_all(rows)
    recorder = TaskRecorder(session, operation, now)
    minutes = [row.estimate_minutes or 0 for row in (*(each.item for each in listed), *rows)]
    summed = any(row.estimate_minutes for row in rows) and await recorder.change(
        task, **_estimate(sum(minutes))
    )
    if not summed:
        recorder.record_addition(task)
    await session.flush()
    return rows


def _estimate(minutes: int) -> dict[str, int | str]:
    return {
        "estimate_minutes": minutes,
        "estimate_low": minutes,
        "estimate_high": minutes,
        "estimate_source": "stated",
    }


async def tick_item(
    session: AsyncSession,
    task: Task,
    item: ChecklistItem,
    operation: Operation,
    now: dt.datetime,
    *,
    done: bool,
) -> None:
    """Tick an item of a task, or open it again; undone with the operation."""
    tick = ChecklistTick(
        workspace_id=item.workspace_id,
        item_id=item.id or 0,
        operation_id=operation.id or 0,
        done=done,
        created_at=now,
    )
    session.add(tick)
    TaskRecorder(session, operation, now).record_addition(task)
    await session.flush()


async def items_of_tasks(session: AsyncSession, tasks: Collection[Task]) -> dict[int, list[ListedItem]]:
    """By task, its items in their order; the caller has checked that the tasks may be seen."""
    statement = (
        select(ChecklistItem)
        .join(Operation, col(Operation.id) == col(ChecklistItem.operation_id))
        .where(
            col(ChecklistItem.task_id).in_([task.id for task in tasks]), col(Operation.undone_at).is_(None)
        )
        .order_by(col(ChecklistItem.position), col(ChecklistItem.id))
    )
    items = (await session.exec(statement)).all()
    ticked = await _ticked(session, [item.id or 0 for item in items])
    found: dict[int, list[ListedItem]] = defaultdict(list)
    for item in items:
        found[item.task_id].append(ListedItem(item, (item.id or 0) in ticked))
    return found


async def _ticked(session: AsyncSession, items: Collection[int]) -> set[int]:
    """The items whose newest standing tick is done."""
    if not items:
        return set()
    statement = (
        select(ChecklistTick.item_id, ChecklistTick.done)
        .join(Operation, col(Operation.id) == col(ChecklistTick.operation_id))
        .where(col(ChecklistTick.item_id).in_(items), col(Operation.undone_at).is_(None))
        .order_by(col(ChecklistTick.id))
    )
    newest = dict((await session.exec(statement)).all())
    return {item for item, done in newest.items() if done}


async def listed_item(session: AsyncSession, workspace_id: int, item_id: int) -> ChecklistItem | None:
    """An item of the workspace; whether its task may be seen is the caller's to check."""
    statement = select(ChecklistItem).where(
        ChecklistItem.id == item_id, ChecklistItem.workspace_id == workspace_id
    )
    return (await session.exec(statement)).first()

"""Tasks that their series left behind as missed, for the morning digest after it."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from worker.core.operations import SERIES_KIND
from worker.features.digests.queries import MOST_TASKS, TASK_COLUMNS, DigestFacts, Recipient, TaskFacts

# What was missed longer ago is told by the weekly review alone.
_LONGEST_UNTOLD = 7


async def load_missed_of_series(
    session: AsyncSession, facts: Mapping[int, DigestFacts], recipients: Sequence[Recipient]
) -> None:
    """Add what the morning digests among the recipients' may tell of: one query, or none without such a digest."""
    mornings = [recipient for recipient in recipients if recipient.kind == "morning_digest"]
    if not mornings:
        return
    statement = (
        select(*TASK_COLUMNS, col(Operation.created_at))
        .join(TaskEvent, col(TaskEvent.task_id) == col(Task.id))
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            col(Task.workspace_id).in_({recipient.speaker.workspace_id for recipient in mornings}),
            col(Task.status) == "missed",
            col(Operation.kind) == SERIES_KIND,
            col(Operation.created_at) >= min(last_told_at(recipient) for recipient in mornings),
            col(TaskEvent.after)["status"].astext == "missed",
        )
        .order_by(col(Task.deadline_on), col(Task.number))
        .limit(MOST_TASKS * len(facts))
    )
    for row in (await session.execute(statement)).all():
        task = TaskFacts(*row[:-1])
        facts[task.workspace_id].missed_of_series[task.id] = (row[-1], task)


def missed_since_last_told(recipient: Recipient, facts: DigestFacts) -> list[TaskFacts]:
    """The recipient's tasks that were missed since their digest before this one, the earliest day first."""
    since = last_told_at(recipient)
    missed = [task for at, task in facts.missed_of_series.values() if since <= at <= recipient.due_at]
    return facts.mine(missed, recipient)


def last_told_at(recipient: Recipient) -> dt.datetime:
    """When the recipient was last told what was missed: a day before, or as long ago as the run before this one; one that was
    not sent told nothing."""
    days = 1
    if recipient.previous is not None:
        state, _, previous_on = recipient.previous
        days = (recipient.local_on - previous_on).days + (0 if state == "sent" else 1)
    return recipient.due_at - dt.timedelta(days=min(max(1, days), _LONGEST_UNTOLD))

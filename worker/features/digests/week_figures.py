"""The numbers of a weekly review, computed from stored rows only."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Date, cast, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import local_day
from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from worker.core.operations import UNDO_KINDS
from worker.core.past_events import is_past_event
from worker.features.digests.queries import DigestFacts, Recipient, TaskFacts, tasks_due_by

# An estimate counts as right within a quarter of what it took.
_CLOSE = 0.25
# How far back a task's moves are counted.
_MOVES_SINCE = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DayLoad:
    """A coming day: how many tasks are due and their minutes; `guessed` when some of them have no estimate."""

    on: dt.date
    count: int
    minutes: int
    guessed: bool


@dataclass(slots=True)
class WeekFigures:
    """One person's week of seven local days that ends with the review's day.

    `done` and `slipped` count tasks by business; minutes are sums over tasks with both estimate and actual.
    """

    first: dt.date
    done: dict[int | None, int] = field(default_factory=dict)
    slipped: dict[int | None, int] = field(default_factory=dict)
    estimated_minutes: int = 0
    actual_minutes: int = 0
    timed: int = 0
    close: int = 0
    moved: list[tuple[TaskFacts, int]] = field(default_factory=list)
    oldest: list[TaskFacts] = field(default_factory=list)
    load: list[DayLoad] = field(default_factory=list)
    overdue: int = 0
    missed: list[TaskFacts] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether the week has nothing to report."""
        return not (
            self.done or self.slipped or self.missed or self.oldest or any(day.count for day in self.load)
        )


def week_figures(recipient: Recipient, facts: DigestFacts, moves: dict[int, int]) -> WeekFigures:
    """The figures of one recipient. `moves` counts how often each open task was put off."""
    last = recipient.local_on
    week = WeekFigures(last - dt.timedelta(days=6))
    done = [task for task in facts.mine(facts.done, recipient) if _within(task, recipient, week.first)]
    open_tasks = facts.mine(facts.open, recipient)
    for task in done:
        week.done[task.business_id] = week.done.get(task.business_id, 0) + 1
    for task in _slipped(done, open_tasks, recipient, week.first):
        week.slipped[task.business_id] = week.slipped.get(task.business_id, 0) + 1
    _measure(week, done)
    put_off = [(task, moves.get(task.id, 0)) for task in open_tasks if moves.get(task.id, 0) > 1]
    week.moved = sorted(put_off, key=lambda found: -found[1])[:3]
    week.oldest = sorted(open_tasks, key=lambda task: task.created_at)[:3]
    before = tasks_due_by(open_tasks, last - dt.timedelta(days=1))
    week.missed = [
        task
        for task in facts.mine(facts.missed, recipient)
        if task.deadline_on is not None and week.first <= task.deadline_on <= last
    ]
    week.overdue = sum(not is_past_event(task, last) for task in before)
    week.load = [_load(facts, open_tasks, last + dt.timedelta(days=ahead)) for ahead in range(1, 8)]
    return week


def done_before(recipient: Recipient, facts: DigestFacts, week: WeekFigures) -> int:
    """How many tasks the recipient did in the seven days before this week."""
    zone, first = recipient.speaker.zone, week.first - dt.timedelta(days=7)
    days = [local_day(task.done_at, zone) for task in facts.mine(facts.done, recipient) if task.done_at]
    return sum(first <= day < week.first for day in days)


def minutes_by_business(
    recipient: Recipient, facts: DigestFacts, week: WeekFigures
) -> dict[int | None, tuple[int, int]]:
    """Estimated and actual minutes of the week's timed tasks, by business."""
    found: dict[int | None, tuple[int, int]] = {}
    for task in facts.mine(facts.done, recipient):
        if _within(task, recipient, week.first) and task.estimate_minutes and task.actual_minutes:
            estimated, actual = found.get(task.business_id, (0, 0))
            found[task.business_id] = estimated + task.estimate_minutes, actual + task.actual_minutes
    return found


async def load_move_counts(session: AsyncSession, recipients: Sequence[Recipient]) -> dict[int, int]:
    """How often each open task's deadline was set later in the last 30 days, undone moves left out."""
    workspaces = {recipient.speaker.workspace_id for recipient in recipients}
    if not workspaces:
        return {}
    before, after = (
        cast(getattr(TaskEvent, side)["deadline_on"].astext, Date) for side in ("before", "after")
    )
    statement = (
        select(TaskEvent.task_id, func.count())
        .join(Task, col(Task.id) == col(TaskEvent.task_id))
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            col(TaskEvent.workspace_id).in_(workspaces),
            Task.status == "open",
            col(TaskEvent.created_at) >= max(recipient.due_at for recipient in recipients) - _MOVES_SINCE,
            after > before,
            col(Operation.kind).not_in(UNDO_KINDS),
            col(Operation.undone_at).is_(None),
        )
        .group_by(col(TaskEvent.task_id))
    )
    return dict((await session.exec(statement)).all())


def tasks_done_in(tasks: Iterable[TaskFacts], recipient: Recipient, first: dt.date) -> list[TaskFacts]:
    """The tasks done from `first` through the recipient's day, whoever did them."""
    return [task for task in tasks if _within(task, recipient, first)]


def _within(task: TaskFacts, recipient: Recipient, first: dt.date) -> bool:
    assert task.done_at is not None
    return first <= local_day(task.done_at, recipient.speaker.zone) <= recipient.local_on


def _slipped(
    done: list[TaskFacts], open_tasks: list[TaskFacts], recipient: Recipient, first: dt.date
) -> list[TaskFacts]:
    """Due in the seven days before the review's own (which is not over), and done after its day or not at all; what
    happens at its time does not slip."""
    first, yesterday = first - dt.timedelta(days=1), recipient.local_on - dt.timedelta(days=1)
    late = [
        task
        for task in done
        if task.deadline_on is not None
        and task.done_at is not None
        and first <= task.deadline_on < local_day(task.done_at, recipient.speaker.zone)
    ]
    undone = [
        task
        for task in tasks_due_by(open_tasks, yesterday)
        if task.deadline_on is not None and first <= task.deadline_on
    ]
    return [task for task in [*late, *undone] if not is_past_event(task, recipient.local_on)]


def _measure(week: WeekFigures, done: list[TaskFacts]) -> None:
    for task in done:
        if task.estimate_minutes and task.actual_minutes:
            week.timed += 1
            week.estimated_minutes += task.estimate_minutes
            week.actual_minutes += task.actual_minutes
            off = abs(task.actual_minutes - task.estimate_minutes)
            week.close += off <= _CLOSE * task.actual_minutes


def _load(facts: DigestFacts, open_tasks: list[TaskFacts], day: dt.date) -> DayLoad:
    of_day = [task for task in open_tasks if task.deadline_on == day]
    unknown = any(task.estimate_minutes is None for task in of_day if not task.fills_its_day)
    return DayLoad(day, len(of_day), facts.minutes(of_day), unknown)

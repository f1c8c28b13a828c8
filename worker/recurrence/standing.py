"""Standing: which recurring tasks need something: found from the rows, whoever changed them and how."""

from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import col, select

from models.occurrence import Occurrence
from models.task import Task


def standing() -> Any:
    """Tasks with their place in a series (None for a new series), where the two do not fit together.

    New to a series (open or over already); over without a next one; open again though it has a next one or its series has ended; with
    another rule; edited since the person was last asked.
    """
    opened = col(Task.status) == "open"
    repeats = col(Task.recurrence).is_not(None)
    placed = col(Occurrence.task_id).is_not(None)
    # Whatever its status: a task ticked off within the two seconds before it got its place is to be followed too.
    new = and_(repeats, ~placed)
    # The join is an outer one: a task that never repeated has no place, and nothing to be over.
    over = and_(~opened, placed, col(Occurrence.next_task_id).is_(None), col(Occurrence.ended_at).is_(None))
    again = and_(
        opened, repeats, or_(col(Occurrence.next_task_id).is_not(None), col(Occurrence.ended_at).is_not(None))
    )
    ended = and_(opened, ~repeats, col(Occurrence.ended_at).is_(None), placed)
    other = and_(opened, repeats, col(Occurrence.rule) != col(Task.recurrence))
    edited = and_(
        opened,
        repeats,
        col(Task.version) > col(Occurrence.asked_version),
        col(Occurrence.ended_at).is_(None),
    )
    return (
        select(Task, Occurrence)
        .join(Occurrence, col(Occurrence.task_id) == col(Task.id), isouter=True)
        .where(or_(new, over, again, ended, other, edited))
    )

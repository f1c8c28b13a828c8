"""Rights: which tasks a speaker may speak of and change; the owner all of the workspace, others what is theirs."""

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, or_, select

from models.operation import Operation, TaskEvent
from models.task import Task
from worker.conversation.speaker import Speaker


def within_reach(speaker: Speaker) -> ColumnElement[bool]:
    """The condition for tasks within the speaker's reach: theirs to do, or made by a message of theirs (I8)."""
    here = col(Task.workspace_id) == speaker.workspace_id
    if speaker.is_owner:
        return here
    told = (
        select(TaskEvent.task_id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(Operation.chat_id == speaker.chat_id, col(TaskEvent.before).is_(None))
    )
    return and_(here, or_(col(Task.assignee_id) == speaker.member_id, col(Task.id).in_(told)))

"""Checklists of tasks: their items, and each tick of one."""

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, same_workspace, text


class ChecklistItem(SQLModel, table=True):
    """An item under a task, with its estimate in minutes where one was stated. `operation_id` added it: while that is
    undone, the item does not count. `telegram_item_id` is its number in the message of Telegram's own checklist.
    """

    __tablename__ = "checklist_item"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="checklist_item_in_workspace"),
        CheckConstraint("char_length(title) BETWEEN 1 AND 200", name="title_length"),
        CheckConstraint("estimate_minutes > 0", name="minutes_positive"),
        Index("checklist_item_by_task", "task_id"),
        Index("checklist_item_by_operation", "operation_id"),
        same_workspace("checklist_item", "task_id", "task", ondelete="CASCADE"),
        same_workspace("checklist_item", "operation_id", "operation", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    task_id: int = big()
    operation_id: int = big()
    position: int = Field(sa_type=SmallInteger)
    title: str = text()
    estimate_minutes: int | None = Field(default=None)
    telegram_item_id: int | None = big(default=None)
    created_at: Instant = instant()


class ChecklistTick(SQLModel, table=True):
    """An operation ticked an item, or opened it again. The newest whose operation stands says how the item is."""

    __tablename__ = "checklist_tick"
    __table_args__ = (
        Index("checklist_tick_by_item", "item_id"),
        Index("checklist_tick_by_operation", "operation_id"),
        same_workspace("checklist_tick", "item_id", "checklist_item", ondelete="CASCADE"),
        same_workspace("checklist_tick", "operation_id", "operation", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    item_id: int = big()
    operation_id: int = big()
    done: bool = Field()
    created_at: Instant = instant()

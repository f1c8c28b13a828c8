"""Groups that the bot was added to, the business that each is bound to, and each change of it."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, key, same_workspace, text


class GroupChat(SQLModel, table=True):
    """A Telegram group of a workspace. Without `business_id` nobody has said yet which business it is for.

    `telegram_id` changes when the group becomes a supergroup. `removed_at` is set while the bot is not in the group.
    """

    __tablename__ = "group_chat"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="group_chat_in_workspace"),
        same_workspace("group_chat", "business_id", "business"),
    )

    id: int | None = key()
    telegram_id: int = big(unique=True)
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    business_id: int | None = big(default=None)
    title: str = text(default="")
    removed_at: Instant | None = instant(default=None)
    created_at: Instant = instant()


class GroupEvent(SQLModel, table=True):
    """An operation bound a group to another business, or (None) to none."""

    __tablename__ = "group_event"
    __table_args__ = (
        Index("group_event_by_operation", "operation_id"),
        same_workspace("group_event", "operation_id", "operation", ondelete="CASCADE"),
        same_workspace("group_event", "group_id", "group_chat", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big()
    operation_id: int = big()
    group_id: int = big()
    before: int | None = big(default=None)
    after: int | None = big(default=None)
    created_at: Instant = instant()

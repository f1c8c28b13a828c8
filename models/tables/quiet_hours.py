"""A chat's quiet hours, and its time zone during a trip."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, same_workspace, text


class QuietHours(SQLModel, table=True):
    """From `starts` to `ends` (local times, across midnight when `ends` is earlier) only answers are sent."""

    __tablename__ = "quiet_hours"
    __table_args__ = (
        CheckConstraint("starts <> ends", name="quiet_has_length"),
        same_workspace("quiet_hours", "chat_id", "chat", ondelete="CASCADE"),
    )

    chat_id: int = big(primary_key=True)
    workspace_id: int = big()
    starts: dt.time = Field()
    ends: dt.time = Field()


class Travel(SQLModel, table=True):
    """A trip through the local day `until_on`; at `back_at` the chat's zone becomes `home_zone` again."""

    __table_args__ = (
        Index("travel_back", "back_at"),
        same_workspace("travel", "chat_id", "chat", ondelete="CASCADE"),
    )

    chat_id: int = big(primary_key=True)
    workspace_id: int = big()
    home_zone: str = text()
    until_on: dt.date = Field()
    back_at: Instant = instant()

"""Rhythm: when a chat wants quiet, and in which zone it is while it travels."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, text, within


class QuietHours(SQLModel, table=True):
    """From `starts` to `ends` (local times, over midnight when `ends` is the earlier) nothing unasked is sent."""

    __tablename__ = "quiet_hours"
    __table_args__ = (
        CheckConstraint("starts <> ends", name="quiet_has_length"),
        within("quiet_hours", "chat_id", "chat", ondelete="CASCADE"),
    )

    chat_id: int = big(primary_key=True)
    workspace_id: int = big()
    starts: dt.time = Field()
    ends: dt.time = Field()


class Travel(SQLModel, table=True):
    """A chat is elsewhere through the local day `until_on`; at `back_at` its zone is `home_zone` again."""

    __table_args__ = (
        Index("travel_back", "back_at"),
        within("travel", "chat_id", "chat", ondelete="CASCADE"),
    )

    chat_id: int = big(primary_key=True)
    workspace_id: int = big()
    home_zone: str = text()
    until_on: dt.date = Field()
    back_at: Instant = instant()

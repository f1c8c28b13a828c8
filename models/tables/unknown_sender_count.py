"""Stranger: how many messages of strangers were turned away, and nothing else about them."""

import datetime as dt

from sqlmodel import Field, SQLModel


class UnknownSenderCount(SQLModel, table=True):
    """Messages turned away on one day (UTC)."""

    __tablename__ = "unknown_sender_count"

    on_date: dt.date = Field(primary_key=True)
    messages: int = Field(default=0)

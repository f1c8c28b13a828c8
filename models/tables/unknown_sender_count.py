"""How many messages of unknown senders were refused; nothing else is stored about them."""

import datetime as dt

from sqlmodel import Field, SQLModel


class UnknownSenderCount(SQLModel, table=True):
    """Messages refused on one day (UTC)."""

    __tablename__ = "unknown_sender_count"

    on_date: dt.date = Field(primary_key=True)
    messages: int = Field(default=0)

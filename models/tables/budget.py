"""Spending counted against the budget caps, by day and month (UTC) for each workspace and for the whole bot."""

import datetime as dt

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, one_of, text

WHOLE_BOT = 0


class Budget(SQLModel, table=True):
    """Micro-dollars reserved and spent in one period. `scope` is a workspace id, or 0 for the whole bot."""

    __table_args__ = (
        one_of("period", "day", "month"),
        CheckConstraint("reserved_micros >= 0 AND spent_micros >= 0", name="money_not_negative"),
    )

    scope: int = big(primary_key=True)
    period: str = text(primary_key=True)
    starts_on: dt.date = Field(primary_key=True)
    reserved_micros: int = big(default=0)
    spent_micros: int = big(default=0)
    announced_at: Instant | None = instant(default=None)

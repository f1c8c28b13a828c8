"""Which budgets a call counts against, and how much each may hold."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from models.runtime.settings import Settings
from models.tables.budget import WHOLE_BOT
from worker.budget.prices import MICROS

Period = Literal["day", "month"]


class Bucket(NamedTuple):
    """A row of `budget`. The field order is the order in which rows are locked: the same for everybody."""

    scope: int
    period: Period
    starts_on: dt.date


@dataclass(frozen=True, slots=True)
class Caps:
    """Micro-dollars that may be reserved and spent in a period; 0 allows no call at all."""

    workspace_day: int
    workspace_month: int
    bot_day: int

    def cap_of(self, bucket: Bucket) -> int:
        """The cap of one bucket."""
        if bucket.scope == WHOLE_BOT:
            return self.bot_day
        return self.workspace_day if bucket.period == "day" else self.workspace_month


def caps_of(settings: Settings) -> Caps:
    """The caps of `BUDGET_DAY_USD`, `BUDGET_MONTH_USD` and `BUDGET_BOT_DAY_USD`."""
    return Caps(
        workspace_day=round(settings.budget_day_usd * MICROS),
        workspace_month=round(settings.budget_month_usd * MICROS),
        bot_day=round(settings.budget_bot_day_usd * MICROS),
    )


def buckets(workspace_id: int, moment: dt.datetime) -> tuple[Bucket, Bucket, Bucket]:
    """The buckets a call of that moment counts against: bot's day, workspace's day, workspace's month (UTC)."""
    today = moment.astimezone(dt.UTC).date()
    return (
        Bucket(WHOLE_BOT, "day", today),
        Bucket(workspace_id, "day", today),
        Bucket(workspace_id, "month", today.replace(day=1)),
    )


def next_start(bucket: Bucket) -> dt.date:
    """The UTC date on which the bucket's period is over and a new one begins."""
    if bucket.period == "day":
        return bucket.starts_on + dt.timedelta(days=1)
    return (bucket.starts_on + dt.timedelta(days=31)).replace(day=1)

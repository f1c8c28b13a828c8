"""What the clock's stories share: a chat, its tasks, and a clock that is set."""

import datetime as dt

from sqlmodel import col, select

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.outbox import OutboundMessage
from models.tables.schedule import Schedule, ScheduleRun
from ops.sandbox.client import MessageView
from tests.planner import OWNER, Planner

# Monday in Berlin, one hour before the digest's 08:00.
MONDAY_7 = dt.datetime(2026, 11, 23, 6, 0, tzinfo=dt.UTC)


def berlin(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """An instant of November 2026 by Berlin's winter clock."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.UTC) - dt.timedelta(hours=1)


async def digests(planner: Planner, *, user: int = OWNER) -> list[MessageView]:
    """Everything of the bot's own accord that stands in a chat, in order."""
    rows = await planner.rows(
        select(OutboundMessage.telegram_message_id)
        .where(
            col(OutboundMessage.purpose).in_(("digest", "reminder")), OutboundMessage.chat_telegram_id == user
        )
        .order_by(col(OutboundMessage.id))
    )
    return [await planner.telegram.message(row, user) for row in rows if row is not None]


async def runs(planner: Planner, kind: str = "morning_digest") -> list[ScheduleRun]:
    """The ledger of one kind, by day."""
    return await planner.rows(
        select(ScheduleRun)
        .join(Schedule, col(Schedule.id) == col(ScheduleRun.schedule_id))
        .where(Schedule.kind == kind)
        .order_by(col(ScheduleRun.local_on))
    )


async def settled_run(planner: Planner, day: int, *, kind: str = "morning_digest") -> ScheduleRun:
    """The run of a day of November, as soon as nothing is to be done for it any more."""
    ended = (
        select(ScheduleRun)
        .join(Schedule, col(Schedule.id) == col(ScheduleRun.schedule_id))
        .where(
            Schedule.kind == kind,
            ScheduleRun.local_on == dt.date(2026, 11, day),
            col(ScheduleRun.state).not_in(("enqueued", "rendered")),
        )
    )
    return (await planner.eventually(ended))[0]


async def chat_of(planner: Planner, user: int = OWNER) -> Chat:
    """The chat's row."""
    return (await planner.rows(select(Chat).where(Chat.telegram_id == user)))[0]


def go_to(instant: dt.datetime) -> None:
    """Set the planner's clock."""
    clock.set_to(instant)

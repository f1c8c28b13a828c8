"""A message is read as of the time it was said, also when it waited at Telegram for a night."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.task import Task
from tests.planner import OWNER, Planner

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
_numbers = itertools.count(700_000_000)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(NOW)


async def arrives(planner: Planner, text: str, said_at: dt.datetime) -> str:
    """A message that was said at `said_at` arrives now; the bot's answer."""
    before = await planner.telegram.messages(OWNER)
    person = {"id": OWNER, "is_bot": False, "first_name": "Anna"}
    number = next(_numbers)
    message = {"message_id": number, "date": int(said_at.timestamp()), "from": person, "text": text}
    update = {"update_id": number, "message": {**message, "chat": {"id": OWNER, "type": "private"}}}
    await planner.telegram.send_update(update)
    await planner.settled()
    return (await planner.telegram.messages(OWNER))[len(before)].text


async def test_tomorrow_is_the_day_after_it_was_said(planner: Planner) -> None:
    await planner.tell("/start")
    await arrives(planner, "tomorrow at 10 call Ann", dt.datetime(2026, 11, 22, 22, tzinfo=dt.UTC))
    past = await arrives(planner, "check the oven at 23:30", dt.datetime(2026, 11, 22, 22, 5, tzinfo=dt.UTC))
    await arrives(planner, "pay the rent tomorrow", dt.datetime(2026, 11, 25, 22, tzinfo=dt.UTC))
    call, oven, rent = await planner.rows(select(Task).order_by(col(Task.number)))
    (chat,) = await planner.rows(select(Chat))
    zone = ZoneInfo(chat.zone)
    assert call.deadline_at == dt.datetime(2026, 11, 23, 10, tzinfo=zone)
    assert oven.deadline_at == dt.datetime(2026, 11, 22, 23, 30, tzinfo=zone)
    assert "the deadline is past" in past
    # A date ahead of our clock is not believed.
    assert rent.deadline_on == dt.date(2026, 11, 24)

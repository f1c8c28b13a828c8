"""What did I finish today? The done list, in both languages."""

import datetime as dt

from models.runtime import clock
from tests.planner import Planner


async def test_what_was_finished_today_is_told(planner: Planner) -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))
    await planner.tell("/start")
    assert (await planner.tell("What did I finish today?")).text == "Nothing is done yet today."
    await planner.tell("Order hinges tomorrow")
    await planner.tell("Paint the gate on Friday")
    await planner.tell("ordered the hinges, took 40 minutes")
    told = (await planner.tell("What did I finish today?")).text
    assert told == "Monday 23 November\n\n✓ Order hinges · 40 min · #1"
    assert "✓ Order hinges · 40 мин · #1" in (await planner.tell("Что я сегодня сделал?")).text

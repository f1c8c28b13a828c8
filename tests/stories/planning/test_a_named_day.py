"""A request to plan names its day, in words or after /plan, and that day is planned."""

import datetime as dt

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.plan import Plan
from models.tables.schedule import Schedule
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import berlin


@pytest.mark.parametrize(
    "said",
    [
        "/plan Thursday",
        "/plan чт",
        "/plan 26 November",
        "Plan Thursday, I am out from 2 to 4",
        "спланируй четверг, до обеда меня нет",
    ],
)
async def test_the_day_that_is_named_is_planned_and_no_other(planner: Planner, said: str) -> None:
    clock.set_to(berlin(24, 8))
    await planner.tell("/start")
    await planner.tell("Model five crowns by Friday, 2 h")
    card = await planner.tell(said)
    assert "26 " in card.text.split("\n")[0]
    assert "Model five crowns" in card.text
    [plan] = await planner.rows(select(Plan))
    assert plan.local_on == dt.date(2026, 11, 26)
    assert await planner.rows(select(Schedule).where(Schedule.kind == "day_plan", Schedule.enabled)) == []


async def test_a_week_stays_a_week(planner: Planner) -> None:
    clock.set_to(berlin(24, 8))
    await planner.tell("/start")
    await planner.tell("Model five crowns by Friday, 2 h")
    for said in ("/plan week", "plan my week from Thursday", "спланируй следующую неделю"):
        await planner.tell(said)
        assert await planner.rows(select(Plan)) == [], said


async def test_a_condition_with_a_day_does_not_name_the_day_to_plan(planner: Planner) -> None:
    clock.set_to(berlin(24, 8))
    await planner.tell("/start")
    await planner.tell("Model five crowns today, 2 h")
    await planner.tell("plan my day, I am out on Thursday")
    [plan] = await planner.rows(select(Plan))
    assert plan.local_on == dt.date(2026, 11, 24)

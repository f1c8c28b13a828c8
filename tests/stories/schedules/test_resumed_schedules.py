"""Schedules that were stopped by hand, trips that end by a word."""

import datetime as dt

import pytest
from sqlmodel import select

from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.console.schedules import set_schedule_paused
from models.runtime import clock
from models.tables.quiet_hours import Travel
from models.tables.schedule import Schedule, ScheduleRun
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, chat_of, go_to, settled_run


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def test_a_schedule_that_goes_on_after_days_starts_from_now_and_makes_nothing_up(
    planner: Planner,
) -> None:
    await planner.tell("/start")
    await planner.tell("Call the bank today. Pay the rent by Friday")
    go_to(berlin(23, 8))
    await settled_run(planner, 23)
    (schedule,) = await planner.rows(select(Schedule).where(Schedule.kind == "morning_digest"))
    postgres = PostgresPool(planner.settings.database_url)
    operator_context = OperatorContext(postgres, planner.redis)
    try:
        assert (
            await set_schedule_paused(operator_context, schedule.id, clock.now(), paused=True)
        ).outcome == "done"
        go_to(berlin(26, 9))
        again = await set_schedule_paused(operator_context, schedule.id, clock.now(), paused=False)
        assert again.message == "Resumed; the next run is on 2026-11-27."
        twice = await set_schedule_paused(operator_context, schedule.id, clock.now(), paused=False)
        assert twice.outcome == "nothing"
    finally:
        await postgres.close()
    go_to(berlin(27, 8))
    await settled_run(planner, 27)
    assert [run.local_on.day for run in await planner.rows(select(ScheduleRun))] == [23, 27]


async def test_a_zone_that_is_told_ends_the_trip(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("I am in Moscow until Wednesday")
    await planner.tell("/timezone Лондон")
    assert await planner.rows(select(Travel)) == []
    assert (await chat_of(planner)).zone == "Europe/London"
    go_to(berlin(26, 12))
    await planner.tell("Call the bank tomorrow")
    # The days that were slept through are gone over by the next tick.
    gone_on = select(Schedule).where(
        Schedule.kind == "morning_digest", Schedule.next_on == dt.date(2026, 11, 27)
    )
    (schedule,) = await planner.eventually(gone_on)
    assert schedule.next_run_at == dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
    assert (await chat_of(planner)).zone == "Europe/London"

"""Appointments stand in the plan at their times, clash openly, and are never a deadline."""

import datetime as dt

from sqlmodel import select

from models.tables.task import Task
from tests.stories.planning.plan_steps import ask, at, blocks, labels, tap
from tests.worker.features.planning.planning_workspace import NOW, TODAY, World
from worker.features.planning.next_task import now_reply
from worker.features.planning.offer_replan import replan_offer

# 08:00 in Berlin on a Tuesday.
AT_TWO = NOW + dt.timedelta(hours=6)
SATURDAY = TODAY + dt.timedelta(days=4)


async def task_of(world: World, title: str) -> Task:
    async with world.session() as session:
        return (await session.exec(select(Task).where(Task.title == title))).one()


async def add(world: World, title: str, minutes: int | None = 60, **fields: object) -> None:
    async with world.session() as session:
        await world.task(session, title, minutes, **fields)


async def test_whatever_its_length_it_stands_at_its_time_and_work_goes_around_it(world: World) -> None:
    await add(world, "Tasting", 150, deadline_at=AT_TWO, timing="on")
    await add(
        world, "Pick up the son", None, deadline_at=NOW + dt.timedelta(hours=9, minutes=45), timing="on"
    )
    await add(world, "Write the report", 120, deadline_at=AT_TWO, timing="by")
    await add(world, "Mum's birthday", None, timing="on")
    plan = await ask(world)
    placed = dict(await blocks(world))
    assert placed["Tasting"] == "14:00"
    assert placed["Pick up the son"] == "17:45"
    assert placed["Write the report"] == "09:00"
    assert "Mum's birthday: all day, takes no working time" in plan.text
    assert "? no duration given, counted as an hour: 1 h of 5 h 30 planned" in plan.text


async def test_two_that_clash_both_stand_and_one_can_be_moved_at_its_clock_time(world: World) -> None:
    await add(world, "Tasting", 120, deadline_at=AT_TWO, timing="on")
    await add(world, "Measuring visit", 60, deadline_at=AT_TWO + dt.timedelta(minutes=90), timing="on")
    plan = await ask(world)
    assert await blocks(world) == [("Tasting", "14:00"), ("Measuring visit", "15:30")]
    assert "⚠ 14:00 Tasting and 15:30 Measuring visit overlap." in plan.text
    assert {"Tasting → tomorrow", "Measuring visit → tomorrow"} <= set(labels(plan))
    after = await tap(world, plan, "Tasting → tomorrow")
    assert after is not None
    assert "overlap" not in after.text
    moved = await task_of(world, "Tasting")
    assert (moved.deadline_at, moved.timing) == (AT_TWO + dt.timedelta(days=1), "on")
    assert await blocks(world) == [("Measuring visit", "15:30")]


async def test_what_is_set_for_another_day_or_is_over_has_no_place_today(world: World) -> None:
    await add(world, "Sell at the market", 180, deadline_on=SATURDAY, timing="on")
    last = NOW - dt.timedelta(days=5)
    await add(world, "Dentist", 60, deadline_on=last.date(), deadline_at=last, timing="on")
    await add(world, "Customs papers", 60, deadline_on=TODAY - dt.timedelta(days=5), timing="by")
    plan = await ask(world)
    assert await blocks(world) == [("Customs papers", "09:00")]
    assert "Dentist" not in plan.text
    assert "1 task for later" in plan.text
    await ask(world, scope="tomorrow")
    assert "Dentist" not in dict(await blocks(world))


async def test_an_appointment_that_is_over_is_not_what_to_do_now_and_makes_nobody_late(world: World) -> None:
    await add(world, "Standing call", 30, deadline_at=NOW + dt.timedelta(hours=1), timing="on")
    await add(world, "Write the report", 60, deadline_at=NOW + dt.timedelta(hours=9), timing="by")
    await ask(world)
    async with world.session() as session:
        assert "Standing call" in (await now_reply(session, world.speaker, at(1.25))).text
        assert "Write the report" in (await now_reply(session, world.speaker, at(2))).text
        assert await replan_offer(session, world.speaker, at(2.25)) is None

"""Appointments stand in the plan at their times, clash openly, and are never a deadline."""

import datetime as dt

from sqlmodel import select

from models.tables.plan import Plan
from models.tables.task import Task
from tests.stories.planning.plan_steps import ask, at, blocks, labels, tap
from tests.worker.features.planning.planning_workspace import NOW, TODAY, World
from worker.features.planning.next_task import now_reply
from worker.features.planning.offer_replan import replan_offer
from worker.features.planning.picture.draw_plan import draw_plan
from worker.features.planning.picture.render import load_plan_sheet

# 08:00 in Berlin on a Tuesday.
AT_TWO = NOW + dt.timedelta(hours=6)
SATURDAY = TODAY + dt.timedelta(days=4)


async def task_of(world: World, title: str) -> Task:
    async with world.session() as session:
        return (await session.exec(select(Task).where(Task.title == title))).one()


async def add(world: World, title: str, minutes: int | None = 60, **fields: object) -> None:
    async with world.session() as session:
        await world.task(session, title, minutes, **fields)


async def shown_as_clashing(world: World) -> list[tuple[str, str]]:
    """The rows of the plan's picture that are marked, with their notes; the picture itself can be drawn."""
    async with world.session() as session:
        current = select(Plan.id).where(Plan.state == "current")
        sheet = await load_plan_sheet(session, (await session.exec(current)).one(), world.speaker.translator)
    assert draw_plan(sheet).startswith(b"\x89PNG")
    return [(row.title, row.note) for row in sheet.rows if row.clashes]


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
    assert "17:45  Pick up the son · 30 min?" in plan.text


async def test_two_that_clash_both_stand_and_one_can_be_moved_at_its_clock_time(world: World) -> None:
    await add(world, "Tasting", 120, deadline_at=AT_TWO, timing="on")
    await add(world, "Measuring visit", 60, deadline_at=AT_TWO + dt.timedelta(minutes=90), timing="on")
    plan = await ask(world)
    assert await blocks(world) == [("Tasting", "14:00"), ("Measuring visit", "15:30")]
    assert "⚠ 14:00 Tasting and 15:30 Measuring visit overlap." in plan.text
    assert {"Tasting → tomorrow", "Measuring visit → tomorrow", "Keep both"} <= set(labels(plan))
    assert await shown_as_clashing(world) == [
        ("Tasting", "2 h · until 16:00"),
        ("Measuring visit", "1 h · until 16:30"),
    ]
    after = await tap(world, plan, "Tasting → tomorrow")
    assert after is not None
    assert "overlap" not in after.text
    moved = await task_of(world, "Tasting")
    assert (moved.deadline_at, moved.timing) == (AT_TWO + dt.timedelta(days=1), "on")
    assert await blocks(world) == [("Measuring visit", "15:30")]


async def test_two_that_are_meant_to_overlap_are_kept_and_that_holds_until_one_is_moved(world: World) -> None:
    await add(world, "Tasting", 120, deadline_at=AT_TWO, timing="on")
    await add(world, "Measuring visit", 60, deadline_at=AT_TWO + dt.timedelta(minutes=90), timing="on")
    plan = await ask(world)
    kept = await tap(world, plan, "Keep both")
    assert kept is not None
    told = "14:00 Tasting and 15:30 Measuring visit overlap, as you wanted."
    assert (told in kept.text, "⚠" in kept.text) == (True, False)
    assert await shown_as_clashing(world) == []
    assert not {"Keep both", "Tasting → tomorrow"} & set(labels(kept))
    assert told in (await ask(world, hours=1)).text
    assert await blocks(world) == [("Tasting", "14:00"), ("Measuring visit", "15:30")]
    async with world.session() as session:
        moved = await session.get_one(Task, (await task_of(world, "Tasting")).id)
        moved.deadline_at = AT_TWO + dt.timedelta(minutes=30)
    assert "⚠ 14:30 Tasting and 15:30 Measuring visit overlap." in (await ask(world, hours=2)).text


async def test_what_overlaps_an_absence_can_be_kept_too_and_undone(world: World) -> None:
    await add(world, "Tasting", 120, deadline_at=AT_TWO, timing="on")
    plan = await ask(world, "plan today, I am out from 3 to 5")
    assert "⚠ 14:00 Tasting: you are away then." in plan.text
    kept = await tap(world, plan, "Keep both")
    assert kept is not None
    assert "⚠" not in kept.text
    back = await tap(world, kept, "Undo")
    assert back is not None
    assert "⚠ 14:00 Tasting: you are away then." in back.text


async def test_a_missing_length_an_early_hour_and_a_time_that_is_over_move_nothing(world: World) -> None:
    await add(world, "Dentist", None, deadline_at=NOW - dt.timedelta(minutes=30), timing="on")
    await add(world, "Theatre", None, deadline_at=NOW + dt.timedelta(hours=12), timing="on", business="Lab")
    await add(world, "Standing call", 30, deadline_at=NOW - dt.timedelta(hours=1), timing="on")
    plan = await ask(world, hours=-0.25)
    assert await blocks(world) == [("Dentist", "07:30"), ("Theatre", "20:00")]
    assert "Standing call: its time has passed" in plan.text
    assert "07:30  Dentist · 30 min?" in plan.text
    assert "20:00  Theatre · Lab · 30 min?" in plan.text


async def test_what_was_set_for_a_day_off_is_told_on_it_and_may_be_moved(world: World) -> None:
    await add(world, "Wash the van", None, deadline_on=SATURDAY, timing="on")
    await add(world, "Customs papers", 60, deadline_on=SATURDAY, timing="by")
    await add(world, "Mum's birthday", None, deadline_on=SATURDAY, timing="on")
    friday = await ask(world, hours=72)
    assert "Wash the van" not in friday.text
    plan = await ask(world, hours=96)
    assert "A day off.\n—  Wash the van · 30 min?" in plan.text
    assert "No working hours that day. What waits for it:\nCustoms papers: earliest Mon 30 Nov" in plan.text
    assert "Mum's birthday: all day, takes no working time" in plan.text
    moved = await tap(world, plan, "Wash the van → Mon 30 Nov", hours=96)
    assert moved is not None
    assert "Wash the van" not in moved.text
    assert (await task_of(world, "Wash the van")).deadline_on == SATURDAY + dt.timedelta(days=2)


async def test_the_week_shows_clashes_guesses_and_days_off_and_what_finds_no_room(world: World) -> None:
    await add(world, "Tasting", 120, deadline_at=AT_TWO, timing="on")
    await add(world, "Measuring visit", None, deadline_at=AT_TWO + dt.timedelta(minutes=90), timing="on")
    await add(world, "Wash the van", None, deadline_on=SATURDAY, timing="on")
    await add(world, "Fit the kitchen", 6000, timing="by", deadline_on=TODAY)
    week = (await ask(world, scope="week")).text
    assert "⚠ 14:00  Tasting · 2 h\n⚠ 15:30  Measuring visit · 30 min?" in week
    assert "<b>Saturday 28 November</b>\n—  Wash the van" in week
    await add(world, "Bake the cake", 600, timing="on", business="Lab")
    assert "No room in these days: Bake the cake" in (await ask(world, scope="week")).text


async def test_urgent_work_comes_before_its_day_and_more_open_tasks_than_are_read_hide_no_appointment(
    world: World,
) -> None:
    async with world.session() as session:
        for number in range(320):
            await world.task(session, f"Overdue {number}", 60, deadline_on=TODAY - dt.timedelta(days=9))
        await world.task(
            session, "Replace the belt", 60, priority=1, deadline_on=SATURDAY, timing="by", do_on=TODAY
        )
        await world.task(session, "Tasting", 120, deadline_at=AT_TWO, timing="on")
    plan = await ask(world)
    assert "14:00  Tasting · 2 h" in plan.text


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

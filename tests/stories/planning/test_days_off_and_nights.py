"""Appointments on days off and over midnight: they stand, and what they clash with is told with ways out."""

import datetime as dt

import pytest
from sqlmodel import select

from models.tables.plan import Plan
from models.tables.working_hours import DayOff
from tests.stores import Stores
from tests.stories.planning.plan_steps import ask, blocks, labels, tap
from tests.worker.features.planning.planning_workspace import NOW, TODAY, World
from worker.features.planning.picture.draw_plan import PlanSheetRow, draw_plan
from worker.features.planning.picture.render import load_plan_sheet
from worker.features.tasks.lists import day_list_text

AT_TWO, AT_TEN_PM = NOW + dt.timedelta(hours=6), NOW + dt.timedelta(hours=14)
TOMORROW = TODAY + dt.timedelta(days=1)


async def add(world: World, title: str, minutes: int | None = 60, **fields: object) -> None:
    async with world.session() as session:
        await world.task(session, title, minutes, timing="on", **fields)


async def off(world: World, first: dt.date, last: dt.date) -> None:
    async with world.session() as session:
        speaker = world.speaker
        session.add(
            DayOff(
                workspace_id=speaker.workspace_id,
                member_id=speaker.member_id,
                first_on=first,
                last_on=last,
            )
        )


async def picture(world: World, on: dt.date) -> list[PlanSheetRow]:
    async with world.session() as session:
        current = select(Plan.id).where(Plan.state == "current", Plan.local_on == on)
        sheet = await load_plan_sheet(session, (await session.exec(current)).one(), world.speaker.translator)
    assert draw_plan(sheet).startswith(b"\x89PNG")
    return list(sheet.rows)


@pytest.mark.parametrize(
    ("language", "told", "keep"),
    [
        ("en", "⚠ 14:00 Tasting: that day is your day off.", "Keep it that day"),
        ("ru", "⚠ 14:00 Tasting: в этот день у вас выходной.", "Оставить как есть"),
    ],
)
async def test_an_appointment_on_a_day_off_is_a_clash_with_the_next_working_day_as_a_way_out(
    stores: Stores, language: str, told: str, keep: str
) -> None:
    async with World.made(stores, language=language) as world:
        await off(world, TODAY, TOMORROW)
        await add(world, "Tasting", 120, deadline_at=AT_TWO)
        plan = await ask(world)
        assert told in plan.text
        assert [row.clashes for row in await picture(world, TODAY)] == [True]
        kept = await tap(world, plan, keep)
        assert kept is not None
        assert "⚠" not in kept.text
        assert await blocks(world) == [("Tasting", "14:00")]
        back = await tap(world, kept, labels(kept)[-1])
        assert back is not None
        [way] = [label for label in labels(back) if label.startswith("Tasting → ")]
        moved = await tap(world, back, way)
        assert moved is not None
        assert "14:00  Tasting" not in moved.text
        week = (await ask(world, scope="week")).text
        assert ("⚠" in week, "14:00  Tasting" in week) == (False, True)


@pytest.mark.parametrize("event", ["Vacation", "My day off", "Отгул", "Больничный"])
async def test_an_absence_that_is_a_task_of_the_day_clashes_and_anothers_or_a_birthday_does_not(
    world: World, event: str
) -> None:
    await add(world, "Olga's vacation", None)
    await add(world, "Mum's birthday", None)
    await add(world, "Tasting", 120, deadline_at=AT_TWO)
    assert "⚠" not in (await ask(world)).text
    await add(world, event, None)
    await add(world, event, None, deadline_on=TOMORROW)
    plan = await ask(world)
    assert f"⚠ 14:00 Tasting: that day has “{event}”." in plan.text
    assert "Tasting → Thu 26 Nov" in labels(plan)
    kept = await tap(world, plan, "Keep it that day")
    assert kept is not None
    assert "⚠" not in kept.text


async def test_a_week_without_hours_is_no_clash(world: World) -> None:
    saturday = NOW + dt.timedelta(days=4, hours=2)
    await add(world, "Tasting", 120, deadline_on=saturday.date(), deadline_at=saturday)
    assert "⚠" not in (await ask(world, hours=96)).text


async def test_a_party_over_midnight_stands_in_both_days_and_their_pictures(world: World) -> None:
    await add(world, "Party", 240, deadline_at=AT_TEN_PM)
    await add(world, "Count the stock", 60, deadline_on=TOMORROW)
    today = (await ask(world)).text
    assert "22:00  Party · 4 h · until 02:00 the next day" in today
    tomorrow = (await ask(world, scope="tomorrow", hours=12)).text
    assert "until 02:00  Party · 2 h" in tomorrow
    assert "09:00  Count the stock" in tomorrow
    assert [(r.start, r.end, r.note) for r in await picture(world, TODAY) if r.title == "Party"] == [
        (1320, 1440, "4 h · until 02:00 the next day")
    ]
    rows = [(r.start, r.end, r.kind) for r in await picture(world, TOMORROW)]
    assert rows[:2] == [(0, 120, "work"), (540, 600, "work")]
    week = (await ask(world, scope="week")).text
    assert "22:00  Party · 4 h · until 02:00 the next day" in week
    assert "until 02:00  Party · 2 h" in week
    async with world.session() as session:
        late = await day_list_text(session, world.speaker, NOW + dt.timedelta(hours=17), TOMORROW)
        morning = await day_list_text(session, world.speaker, NOW + dt.timedelta(hours=24), TOMORROW)
    assert "00:00  Party" in late
    assert "00:00  Party" not in morning


async def test_what_begins_after_midnight_while_it_lasts_is_a_clash_in_both_days(world: World) -> None:
    await add(world, "Party", 240, deadline_at=AT_TEN_PM)
    taxi = AT_TEN_PM + dt.timedelta(hours=3)
    await add(world, "Taxi to the airport", 60, deadline_on=TOMORROW, deadline_at=taxi)
    await add(world, "Night delivery", 60, deadline_on=TOMORROW, deadline_at=taxi + dt.timedelta(hours=1))
    told = "⚠ 22:00 Party and 01:00 Taxi to the airport overlap."
    today = await ask(world)
    assert told in today.text
    assert "Night delivery overlap" not in today.text
    assert {"Party → Thu 26 Nov", "Keep both"} & set(labels(today))
    assert told in (await ask(world, scope="tomorrow", hours=12)).text
    kept = await tap(world, today, "Keep both")
    assert kept is not None
    assert "⚠" not in kept.text
    assert "⚠ 22:00  Party" in (await ask(world, scope="week")).text

"""Plans in the database: stored whole, replaced, explained, and taken back exactly."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from models.tables.appointment import Appointment
from models.tables.plan import Plan, PlanBlock
from models.tables.task_link import TaskLink
from models.tables.timer import Timer
from models.tables.working_hours import DayOff, PlanningHabit, WorkingHours
from tests.worker.features.planning.planning_workspace import NOW, TODAY, World
from worker.core.handler import HandlerContext
from worker.core.task_recorder import TaskRecorder
from worker.features.planning.make_plan import MadePlan
from worker.features.planning.plan_store import (
    load_plan_blocks,
    load_plan_reasons,
    load_plan_with_tasks,
    undo_plan,
)
from worker.features.planning.queries import load_plan_tasks
from worker.features.planning.service import DayRequest, planned_day
from worker.features.planning.solver.facts import day_from_facts, plan_facts, tasks_from_facts
from worker.features.working_hours.service import load_days

BERLIN_NINE = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)


async def planned(world: World, now: dt.datetime = NOW, on: dt.date = TODAY) -> MadePlan:
    async with world.session() as session:
        made, _ = await planned_day(session, world.speaker, DayRequest(on), HandlerContext(now, "trace", 1))
        return made


async def block_rows(world: World, plan: Plan) -> list[tuple[int, dt.datetime, dt.datetime]]:
    async with world.session() as session:
        return [(row.task_id, row.starts_at, row.ends_at) for row in await load_plan_blocks(session, plan)]


async def test_a_plan_is_stored_and_read_back_the_same(world: World) -> None:
    async with world.session() as session:
        await world.task(
            session, "Call", 30, business="Trade", deadline_at=BERLIN_NINE + dt.timedelta(hours=1)
        )
        await world.task(session, "Crowns", 180, business="Lab")
    made = await planned(world)
    assert [(b.start, b.end) for b in made.plan.blocks] == [(600, 630), (780, 960)]
    async with world.session() as session:
        seen = await load_plan_with_tasks(session, await session.get_one(Plan, made.row.id))
        assert (seen.plan.blocks, seen.tasks, seen.plan.day) == (made.plan.blocks, made.tasks, made.plan.day)
        assert await load_plan_reasons(session, made.row) == made.reasons
        assert plan_facts(day_from_facts(made.row.facts), tasks_from_facts(made.row.facts)) == made.row.facts
    assert (await block_rows(world, made.row))[0][1] == BERLIN_NINE + dt.timedelta(hours=1)


async def test_the_database_refuses_blocks_that_overlap(world: World) -> None:
    async with world.session() as session:
        await world.task(session, "Crowns", 60)
    made = await planned(world)
    [block] = await block_rows(world, made.row)
    with pytest.raises(IntegrityError, match="plan_block_no_overlap"):
        async with world.session() as session:
            session.add(
                PlanBlock(
                    workspace_id=world.speaker.workspace_id,
                    plan_id=made.row.id,
                    task_id=block[0],
                    starts_at=block[1] + dt.timedelta(minutes=30),
                    ends_at=block[2] + dt.timedelta(minutes=30),
                )
            )


async def test_hours_lunch_days_off_and_appointments_shape_the_day(world: World) -> None:
    mine = {"workspace_id": world.speaker.workspace_id, "member_id": world.speaker.member_id}
    lab = world.businesses["Lab"]
    async with world.session() as session:
        session.add_all(
            [
                WorkingHours(weekday=1, opens_at=dt.time(8), closes_at=dt.time(16, 30), **mine),
                WorkingHours(weekday=1, business_id=lab, opens_at=dt.time(9), closes_at=dt.time(12), **mine),
                PlanningHabit(lunch_from=dt.time(13), lunch_until=dt.time(13, 30), way_minutes=15, **mine),
                DayOff(first_on=TODAY + dt.timedelta(days=7), last_on=TODAY + dt.timedelta(days=8), **mine),
                Appointment(
                    title="Bank",
                    starts_at=BERLIN_NINE,
                    ends_at=BERLIN_NINE + dt.timedelta(hours=1),
                    created_at=NOW,
                    **mine,
                ),
            ]
        )
    async with world.session() as session:
        today, wednesday = await load_days(session, world.speaker, TODAY, 2, NOW)
        [off] = await load_days(session, world.speaker, TODAY + dt.timedelta(days=7), 1, NOW)
    assert {k: v and (v.start, v.end) for k, v in today.hours.items()} == {None: (480, 990), lab: (540, 720)}
    assert [(b.kind, b.start, b.end) for b in today.busy] == [("appointment", 540, 600), ("lunch", 780, 810)]
    assert (today.now, today.buffer, wednesday.now) == (480, 15, 0)
    assert wednesday.hours == {None: None, lab: None}
    assert off.hours == {None: None}


async def test_a_task_waits_for_the_one_it_is_linked_to(world: World) -> None:
    async with world.session() as session:
        first = await world.task(session, "Scan", 60, priority=4)
        second = await world.task(session, "Model", 30, priority=1)
        session.add(
            TaskLink(
                task_id=second.id, after_id=first.id, workspace_id=world.speaker.workspace_id, created_at=NOW
            )
        )
    made = await planned(world)
    assert [block.task for block in made.plan.blocks] == [first.id, second.id]


async def test_what_others_do_is_not_in_the_plan(world: World) -> None:
    async with world.session() as session:
        await world.task(session, "Spindle", 60, assignee_id=world.dima)
    async with world.session() as session:
        assert await load_plan_tasks(session, world.speaker, world.now) == {}


async def test_undo_restores_the_former_plan_exactly(world: World) -> None:
    async with world.session() as session:
        for number in range(3):
            await world.task(session, f"Task {number}", 60, business="Lab")
    first = await planned(world)
    before = await block_rows(world, first.row)
    async with world.session() as session:
        await world.task(session, "Urgent", 120, priority=1, business="Repair")
    second = await planned(world, NOW + dt.timedelta(hours=2))
    assert await block_rows(world, second.row) != before
    assert {reason.kind for reason in second.reasons} >= {"block", "change"}
    async with world.session() as session:
        row = await session.get_one(Plan, second.row.id)
        restored = await undo_plan(session, world.speaker, row, world.context)
        assert restored is not None
        assert restored.plan is not None
        assert (restored.plan.id, restored.kept) == (first.row.id, [])
    assert await block_rows(world, first.row) == before
    async with world.session() as session:
        states = (await session.exec(select(Plan.id, Plan.state).order_by(Plan.id))).all()
        assert states == [(first.row.id, "current"), (second.row.id, "undone")]


async def test_undo_twice_does_nothing_more(world: World) -> None:
    made = await planned(world)
    async with world.session() as session:
        row = await session.get_one(Plan, made.row.id)
        assert (await undo_plan(session, world.speaker, row, world.context)) is not None
        assert await undo_plan(session, world.speaker, row, world.context) is None


async def test_undo_keeps_and_reports_what_a_person_changed_since(world: World) -> None:
    async with world.session() as session:
        task = await world.task(session, "Crowns", 60)
    await planned(world)
    second = await planned(world)
    async with world.session() as session:
        row = await session.get_one(type(task), task.id)
        by_hand = await world.operation(session, "edit")
        await TaskRecorder(session, by_hand, NOW).change(row, estimate_minutes=90)
    async with world.session() as session:
        plan = await session.get_one(Plan, second.row.id)
        restored = await undo_plan(session, world.speaker, plan, world.context)
        assert restored is not None
        assert [(kept.id, kept.estimate_minutes) for kept in restored.kept] == [(task.id, 90)]


async def test_each_stored_difference_has_a_reason(world: World) -> None:
    async with world.session() as session:
        rows = [await world.task(session, f"Task {n}", 90, business="Lab") for n in range(4)]
    first = await planned(world)
    async with world.session() as session:
        done = await session.get_one(type(rows[0]), first.plan.blocks[0].task)
        await TaskRecorder(session, await world.operation(session, "done"), NOW).change(
            done, status="done", done_at=NOW
        )
    second = await planned(world, NOW + dt.timedelta(hours=3))
    was = {b.task: (b.start, b.end) for b in first.plan.blocks}
    now = {b.task: (b.start, b.end) for b in second.plan.blocks}
    differing = {task for task in was | now if was.get(task) != now.get(task)}
    told = {r.task: r.code for r in second.reasons if r.kind == "change"}
    assert set(told) == differing
    assert told[done.id] == "done"


async def test_the_task_in_hand_counts_towards_the_most_a_day_may_hold(world: World) -> None:
    mine = {"workspace_id": world.speaker.workspace_id, "member_id": world.speaker.member_id}
    async with world.session() as session:
        session.add(PlanningHabit(planned_minutes_cap=120, **mine))
        crowns = await world.task(session, "Crowns", 60)
        await world.task(session, "Invoices", 60)
        await session.flush()
        session.add(Timer(task_id=crowns.id, started_at=NOW - dt.timedelta(minutes=50), **mine))
    later = NOW + dt.timedelta(minutes=40)  # ninety minutes at the crowns
    async with world.session() as session:
        [day] = await load_days(session, world.speaker, TODAY, 1, later)
    assert day.done_minutes == 90
    made = await planned(world, later)
    assert sum(block.minutes for block in made.plan.blocks) <= 30
    async with world.session() as session:
        [after] = await load_days(session, world.speaker, TODAY, 1, NOW + dt.timedelta(hours=12))
    assert after.done_minutes == 0, "a forgotten timer tells nothing"

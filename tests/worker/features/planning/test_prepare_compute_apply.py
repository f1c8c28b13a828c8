"""A plan's long work is done with nothing held, and used only for the rows that it was computed from."""

import asyncio
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.appointment import Appointment
from models.tables.operation import Operation
from models.tables.plan import Plan
from tests.invariants.service_faults import enter
from tests.planner import Planner, settings_for
from tests.worker.features.planning.planning_workspace import NOW, TODAY, World
from worker.core.handler import Handler, HandlerContext, HandlerResult, prepare_and_compute
from worker.features.planning import make_plan
from worker.features.planning.callbacks import planning_callback, prepare_planning_callback
from worker.features.planning.plan_store import load_plan_with_tasks
from worker.features.planning.service import (
    ComputedDay,
    DayRequest,
    compute_plan,
    plan_requested,
    prepare_requested_plan,
)
from worker.features.search.service import ComputedSearch
from worker.features.working_hours.service import load_days
from worker.router.command_registry import COMMANDS, Command
from worker.router.long_work import LongWork


class Watched:
    """The solver as it is; counts the transactions that are open while it works."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open_transactions: list[int] = []
        self._world, self._solve = world, make_plan.solve_day
        self._loop = asyncio.get_running_loop()
        monkeypatch.setattr(make_plan, "solve_day", self)

    def __call__(self, facts: make_plan.DayFacts) -> make_plan.SolvedDay:
        counting = asyncio.run_coroutine_threadsafe(self._count(), self._loop)
        self.open_transactions.append(counting.result(5))
        return self._solve(facts)

    async def _count(self) -> int:
        async with self._world.database.engine.connect() as connection:
            others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            open_ones = others + "AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()"
            return int((await connection.execute(text(open_ones))).scalar_one())


def services_of(world: World) -> SimpleNamespace:
    return SimpleNamespace(database=world.database, openai=None, settings=settings_for())


def planning(world: World, words: str = "", *, changes_first: bool = False) -> Handler:
    """The handler of a request to plan today."""

    async def prepare(session: AsyncSession, now):
        inputs = await prepare_requested_plan(
            session, world.speaker, "today", words, NOW, changes_first=changes_first
        )
        return [inputs]

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        return HandlerResult(await plan_requested(session, world.speaker, "today", words, context))

    return Handler(apply, prepare, partial(compute_plan, services_of(world), "trace"))


async def applied(world: World, handler: Handler, computed: tuple) -> HandlerResult:
    async with world.session() as session:
        return await handler.apply(session, HandlerContext(NOW, "trace", 1, computed))


async def current(world: World) -> Plan:
    async with world.session() as session:
        return (await session.exec(select(Plan).where(Plan.state == "current"))).one()


async def test_nothing_is_held_while_the_solver_works(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.session() as session:
        await world.task(session, "Crowns", 180, business="Lab")
    watched, handler = Watched(world, monkeypatch), planning(world, "I am out from 2 to 4")
    computed = await prepare_and_compute(world.database, handler)
    assert watched.open_transactions == [0]
    async with world.session() as session:
        for table in (Plan, Operation, Appointment):
            assert (await session.exec(select(table))).all() == [], "preparing changed rows"
    done = await applied(world, handler, computed)
    assert "Crowns" in done.replies[0].text
    assert watched.open_transactions == [0], "the work was there and was done again"


async def test_rows_that_changed_meanwhile_lead_to_new_work_without_the_old_advice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.session() as session:
        await world.task(session, "Crowns", 180, business="Lab")
    watched, handler = Watched(world, monkeypatch), planning(world)
    [day] = await prepare_and_compute(world.database, handler)
    computed = (replace(day, advice=["Begin with the crowns."]),)
    assert "Begin with the crowns." in (await applied(world, handler, computed)).replies[0].text
    assert (await current(world)).advice == ["Begin with the crowns."]
    async with world.session() as session:
        await world.task(session, "Clinic has no power", 60, business="Repair", priority=1)
    done = await applied(world, handler, computed)
    assert "Clinic has no power" in done.replies[0].text
    assert (await current(world)).advice == []
    assert len(watched.open_transactions) == 2


async def test_limits_that_were_said_hold_for_the_new_work_too(world: World) -> None:
    async with world.session() as session:
        await world.task(session, "Crowns", 180, business="Lab")
    handler = planning(world, "plan today, I am out from 2 to 4")
    computed = await prepare_and_compute(world.database, handler)
    async with world.session() as session:
        await world.task(session, "Website texts", 240, business="Trade")
    await applied(world, handler, computed)
    async with world.session() as session:
        [away] = (await session.exec(select(Appointment))).all()
        [today, *_] = await load_days(session, world.speaker, TODAY, 1, NOW)
        seen = await load_plan_with_tasks(session, await session.get_one(Plan, (await current(world)).id))
    assert (away.ends_at - away.starts_at).total_seconds() == 2 * 3600
    assert seen.plan.day.busy == today.busy


async def test_a_message_that_changes_tasks_first_is_solved_once_and_gets_no_advice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched, handler = Watched(world, monkeypatch), planning(world, changes_first=True)
    [day] = await prepare_and_compute(world.database, handler)
    assert (day.solved, watched.open_transactions) == (None, [])
    async with world.session() as session:
        await world.task(session, "Crowns", 180, business="Lab")
    done = await applied(world, handler, (day,))
    assert "Crowns" in done.replies[0].text
    assert len(watched.open_transactions) == 1


async def test_work_for_another_day_or_of_another_kind_is_not_used(world: World) -> None:
    async with world.session() as session:
        await world.task(session, "Crowns", 180, business="Lab")
    handler = planning(world)
    [day] = await prepare_and_compute(world.database, handler)
    other = replace(day.inputs, request=DayRequest(TODAY.replace(day=TODAY.day + 1)))
    strange = replace(day, inputs=other, advice=["About tomorrow."])
    done = await applied(world, handler, (strange,))
    assert "About tomorrow." not in done.replies[0].text
    assert HandlerContext(NOW, "trace", 1, (day,)).computed_as(ComputedSearch) == []
    assert HandlerContext(NOW, "trace", 1, (day,)).computed_as(ComputedDay) == [day]


async def test_a_button_is_worked_out_before_its_transaction_unless_it_changes_a_task(world: World) -> None:
    async with world.session() as session:
        row = await world.task(session, "Crowns", 180, business="Lab")
    handler = planning(world)
    await applied(world, handler, await prepare_and_compute(world.database, handler))
    plan = (await current(world)).id
    data = (f"day:{TODAY}", f"why:{plan}", f"pic:{plan}", f"late:{plan}:1200", f"move:{plan}:{row.id}:-")
    async with world.session() as session:
        inputs = [
            await prepare_planning_callback(session, world.speaker, path.split(":"), NOW)
            for path in (*data, "why:0", "late:x:1", "why", "", f"late:{plan}:9999")
        ]
    assert [each is not None for each in inputs] == [True] * 4 + [False] * 6
    computed = await compute_plan(services_of(world), "trace", inputs[1])
    async with world.session() as session:
        context = HandlerContext(NOW, "trace-2", 2, (computed,))
        shown = await planning_callback(session, world.speaker, "plan", ["why", str(plan)], context)
    assert "Crowns" in shown.text


async def test_the_code_of_a_command_runs_once(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step of /plan once, from the webhook to the answer, and all of it in one operation."""
    await enter(planner)
    command, calls = COMMANDS["plan"], list[str]()

    async def prepare(*given):
        calls.append("prepare")
        return await command.long_work.prepare(*given)

    async def compute(*given):
        calls.append("compute")
        return await command.long_work.compute(*given)

    async def run(request):
        calls.append("apply")
        return await command.run(request)

    monkeypatch.setitem(COMMANDS, "plan", Command(run, LongWork(prepare, compute)))
    said = await planner.telegram.say("/plan")
    await planner.telegram.wait_for_bot_message(after=said.id)
    assert calls == ["prepare", "compute", "apply"]
    plans = select(Operation).where(col(Operation.kind) == "plan")
    assert len(await planner.rows(plans)) == 1

"""A plan's solver works with nothing held, and what it was made from is compared before it is stored."""

import asyncio
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.appointment import Appointment
from models.tables.operation import Operation
from models.tables.plan import Plan
from tests.planner import settings_for
from tests.worker.features.planning.world import TODAY, World
from worker.core.foresight import Foresight, NotForeseenError
from worker.core.handler import HandlerContext, HandlerResult
from worker.features.planning import make_plan
from worker.features.planning.rehearsal import rehearsed
from worker.features.planning.service import day_plan


class Watched:
    """The solver's work as it is, with what the database says while it goes on."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open_transactions: list[int] = []
        self._world, self._work = world, make_plan.work_out_day
        self._loop = asyncio.get_running_loop()
        monkeypatch.setattr(make_plan, "work_out_day", self)
        self.__name__ = "watched"

    def __call__(self, *given):
        asking = asyncio.run_coroutine_threadsafe(self._count(), self._loop)
        self.open_transactions.append(asking.result(5))
        return self._work(*given)

    async def _count(self) -> int:
        async with self._world.database.engine.connect() as connection:
            others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            open_ones = others + "AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()"
            return int((await connection.execute(text(open_ones))).scalar_one())


async def test_nothing_is_held_while_the_solver_works(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.session() as session:
        await world.task(session, "Crowns", 180, business="Lab")
    watched = Watched(world, monkeypatch)
    services = services_of(world)
    effect = await rehearsed(services, planning(world), "trace", 1)
    assert watched.open_transactions == [0]
    async with world.session() as session:
        assert (await session.exec(select(Operation))).all() == []
        done = await effect(session, world.moment)
    assert "Crowns" in done.replies[0].text
    assert watched.open_transactions == [0], "the effect had its answer and worked no more"


async def test_a_row_that_changed_in_between_is_planned_as_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.session() as session:
        await world.task(session, "Crowns", 180, business="Lab")
    watched = Watched(world, monkeypatch)
    effect = await rehearsed(services_of(world), planning(world), "trace", 1)
    async with world.session() as session:
        await world.task(session, "Clinic has no power", 60, business="Repair", priority=1)
    async with world.session() as session:
        done = await effect(session, world.moment)
    assert "Clinic has no power" in done.replies[0].text
    assert len(watched.open_transactions) == 2


async def test_a_rehearsal_leaves_nothing_behind(world: World) -> None:
    async with world.session() as session:
        await world.task(session, "Crowns", 180, business="Lab")
    await rehearsed(services_of(world), planning(world, "I am out from 2 to 4"), "trace", 1)
    async with world.session() as session:
        for table in (Plan, Operation, Appointment):
            assert (await session.exec(select(table))).all() == []


async def test_a_vendor_is_never_asked_inside_the_effect() -> None:
    asked = []

    async def ask(question: str) -> str:
        asked.append(question)
        return question.upper()

    foresight = Foresight()
    foresight.vendor = ask
    assert await foresight.asked("a") is None
    foresight.rehearsing = True
    with pytest.raises(NotForeseenError) as wanted:
        await foresight.asked("a")
    await foresight.learn(wanted.value)
    foresight.rehearsing = False
    assert (await foresight.asked("a"), await foresight.asked("b"), asked) == ("A", None, ["a"])


def services_of(world: World) -> SimpleNamespace:
    return SimpleNamespace(database=world.database, openai=None, settings=settings_for())


def planning(world: World, words: str = ""):
    async def effect(session: AsyncSession, moment: HandlerContext) -> HandlerResult:
        reply = await day_plan(
            session, world.speaker, TODAY, HandlerContext(world.now, "trace", 1, moment.foresight), text=words
        )
        return HandlerResult([reply])

    return effect

"""Clock: a tick that fails is missed and logged; the others, and the next, go on."""

import asyncio

from tests.invariants.service_faults import services_of
from tests.patience import PATIENCE_SECONDS
from tests.planner import Planner
from worker import scheduler


async def test_every_tick_runs_without_a_fault_on_an_empty_database(planner: Planner) -> None:
    async with services_of(planner) as services:
        for ticking in scheduler.TICKS:
            await ticking.tick(services)


async def test_nothing_is_run_that_has_nothing_to_do(planner: Planner) -> None:
    await planner.tell("/start")
    asked = [ticking for ticking in scheduler.TICKS if ticking.probe is not None]
    async with services_of(planner) as services:
        assert await scheduler.Beat(asked).due(services) == []


async def test_a_failing_tick_stops_neither_itself_nor_the_others(planner: Planner, monkeypatch) -> None:
    ran: list[str] = []
    often = asyncio.Event()

    async def fails(_services) -> None:
        ran.append("fails")
        raise ValueError("a defect")

    async def works(_services) -> None:
        ran.append("works")
        if min(ran.count("fails"), ran.count("works")) >= 3:
            often.set()

    monkeypatch.setattr(
        scheduler, "TICKS", (scheduler.ScheduledTick(fails, 0.05), scheduler.ScheduledTick(works, 0.05))
    )
    async with services_of(planner) as services:
        started = scheduler.start_scheduler(services)
        try:
            await asyncio.wait_for(often.wait(), PATIENCE_SECONDS)
        finally:
            started.shutdown(wait=False)


async def test_ticks_are_missed_quietly_while_the_stores_are_away(planner: Planner) -> None:
    from ops.stores import free_port

    nowhere = f"postgresql+asyncpg://x:y@127.0.0.1:{free_port()}/z"
    async with services_of(
        planner, database_url=nowhere, redis_url=f"redis://127.0.0.1:{free_port()}/0"
    ) as services:
        await asyncio.gather(
            *(scheduler.run_guarded(ticking.tick, services) for ticking in scheduler.TICKS[:4])
        )

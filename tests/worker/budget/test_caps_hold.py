"""Invariant I11: no call starts past a cap, under any concurrency, and the user is told once."""

import asyncio
import datetime as dt

import pytest
from sqlmodel import select

from models.runtime.database import Database
from models.tables.budget import Budget
from models.tables.model_call import ModelCall
from models.tables.workspace import Workspace
from tests.stores import Stores
from tests.worker.budget.databases import a_database
from worker.budget.call_outcomes import KnownAnswer, OverBudget, Reservation
from worker.budget.caps import Caps, buckets
from worker.budget.ledger import release, reserve, settle, write_off
from worker.budget.prices import Usage

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
PLENTY = 1_000_000


def caps(day: int = PLENTY, month: int = PLENTY, bot: int = PLENTY) -> Caps:
    return Caps(workspace_day=day, workspace_month=month, bot_day=bot)


async def ask(
    database: Database,
    workspace: int,
    trace: str,
    *,
    under: Caps,
    micros: int = 100,
    now: dt.datetime = NOW,
    step: str = "read",
) -> Reservation | OverBudget | KnownAnswer:
    return await reserve(
        database,
        workspace_id=workspace,
        trace_id=trace,
        step=step,
        prompt_hash="p",
        purpose="reading",
        model="m",
        micros=micros,
        caps=under,
        now=now,
    )


async def held(database: Database, workspace: int, now: dt.datetime = NOW) -> list[tuple[int, int]]:
    async with database.transaction() as session:
        rows = {(b.scope, b.period, b.starts_on): b for b in (await session.exec(select(Budget))).all()}
    return [(rows[bucket].reserved_micros, rows[bucket].spent_micros) for bucket in buckets(workspace, now)]


@pytest.mark.parametrize(
    "under", [caps(day=799), caps(month=799), caps(bot=799)], ids=["day", "month", "bot"]
)
async def test_hundred_at_once_against_a_cap_for_seven_start_exactly_seven(
    database: Database, workspace: int, under: Caps
) -> None:
    outcomes = await asyncio.gather(*(ask(database, workspace, f"u{n}", under=under) for n in range(100)))
    assert sum(isinstance(outcome, Reservation) for outcome in outcomes) == 7
    refusals = [outcome for outcome in outcomes if isinstance(outcome, OverBudget)]
    assert len(refusals) == 93
    assert sum(refusal.announce for refusal in refusals) == 1
    assert await held(database, workspace) == [(700, 0)] * 3


async def test_calls_that_settle_while_others_reserve_never_pass_the_cap(
    database: Database, workspace: int
) -> None:
    under = caps(day=1000)
    highest = 0

    async def one(number: int) -> int:
        nonlocal highest
        outcome = await ask(database, workspace, f"u{number}", under=under, micros=150)
        if not isinstance(outcome, Reservation):
            return 0
        reserved, spent = (await held(database, workspace))[1]
        highest = max(highest, reserved + spent)
        await settle(
            database,
            outcome,
            cost_micros=90,
            usage=Usage(),
            milliseconds=1,
            answer={"n": number},
            now=NOW,
        )
        return 90

    spent = sum(await asyncio.gather(*(one(number) for number in range(60))))
    assert highest <= 1000
    assert await held(database, workspace) == [(0, spent)] * 3
    assert 6 * 90 <= spent <= 10 * 90  # six fit at once; what a settled call gave back lets others in


async def test_money_that_comes_back_between_refusal_and_telling_changes_nothing_about_which_cap_it_was(
    stores: Stores,
) -> None:
    # Over one connection, in the order they came: refuse "second", give back the money of "first", tell "second".
    async with a_database(stores, size=1) as database:
        async with database.transaction() as session:
            session.add(made := Workspace(name="Workshop", created_at=NOW))
        under = caps(day=100)
        first = await ask(database, made.id, "first", under=under)
        assert isinstance(first, Reservation)
        refused, _ = await asyncio.gather(
            ask(database, made.id, "second", under=under),
            release(database, first, error="unreachable", milliseconds=1, now=NOW),
        )
        assert isinstance(refused, OverBudget)
        assert (refused.scope, refused.period, refused.announce) == ("workspace", "day", True)
        assert isinstance(await ask(database, made.id, "third", under=under), Reservation)
        again = await ask(database, made.id, "fourth", under=under)
        assert isinstance(again, OverBudget)
        assert (again.period, again.announce) == ("day", False)


async def test_the_whole_bot_shares_one_daily_cap_and_every_workspace_is_told_once(
    database: Database, make_workspace
) -> None:
    first, second = await make_workspace(), await make_workspace()
    under = caps(bot=200)
    assert isinstance(await ask(database, first, "a", under=under), Reservation)
    assert isinstance(await ask(database, second, "b", under=under), Reservation)
    refusals = [
        await ask(database, who, f"c{n}", under=under) for n, who in enumerate((first, second, first))
    ]
    assert all(isinstance(refusal, OverBudget) and refusal.scope == "bot" for refusal in refusals)
    assert [refusal.announce for refusal in refusals] == [True, True, False]


async def test_a_new_day_opens_the_day_but_not_the_month(database: Database, workspace: int) -> None:
    under = caps(day=100, month=200)
    tomorrow, later = NOW + dt.timedelta(days=1), NOW + dt.timedelta(days=2)
    assert isinstance(await ask(database, workspace, "a", under=under), Reservation)
    refused = await ask(database, workspace, "b", under=under)
    assert isinstance(refused, OverBudget)
    assert (refused.period, refused.resets_on, refused.announce) == ("day", dt.date(2026, 11, 24), True)
    assert isinstance(await ask(database, workspace, "c", under=under, now=tomorrow), Reservation)
    refused = await ask(database, workspace, "d", under=under, now=later)
    assert isinstance(refused, OverBudget)
    assert (refused.period, refused.resets_on, refused.announce) == ("month", dt.date(2026, 12, 1), True)


async def test_a_period_begins_at_midnight_utc_whatever_zone_the_instant_is_in(
    database: Database, workspace: int
) -> None:
    almaty = dt.timezone(dt.timedelta(hours=5))
    evening_before = dt.datetime(2026, 12, 1, 3, 0, tzinfo=almaty)
    assert isinstance(await ask(database, workspace, "a", under=caps(), now=evening_before), Reservation)
    async with database.transaction() as session:
        starts = {(row.period, row.starts_on) for row in (await session.exec(select(Budget))).all()}
    assert starts == {("day", dt.date(2026, 11, 30)), ("month", dt.date(2026, 11, 1))}


async def test_a_cap_of_zero_allows_no_call(database: Database, workspace: int) -> None:
    assert isinstance(await ask(database, workspace, "a", under=caps(day=0), micros=1), OverBudget)


async def test_the_update_that_met_the_cap_first_is_told_again_when_it_runs_again(
    database: Database, workspace: int
) -> None:
    under = caps(day=50)
    first = await ask(database, workspace, "u1", under=under)
    other = await ask(database, workspace, "u2", under=under)
    rerun = await ask(database, workspace, "u1", under=under)
    assert [o.announce for o in (first, other, rerun) if isinstance(o, OverBudget)] == [True, False, True]


async def test_released_money_can_be_used_again_and_written_off_money_cannot(
    database: Database, workspace: int
) -> None:
    under = caps(day=100)
    first = await ask(database, workspace, "a", under=under)
    assert isinstance(first, Reservation)
    await release(database, first, error="unreachable", milliseconds=3, now=NOW)
    second = await ask(database, workspace, "b", under=under)
    assert isinstance(second, Reservation)
    await write_off(database, second, error="timeout", milliseconds=20_000, now=NOW)
    assert isinstance(await ask(database, workspace, "c", under=under), OverBudget)
    assert await held(database, workspace) == [(0, 100)] * 3
    async with database.transaction() as session:
        rows = {row.trace_id: row for row in (await session.exec(select(ModelCall))).all()}
    assert (rows["a"].state, rows["a"].error, rows["a"].cost_micros) == ("failed", "unreachable", 0)
    assert (rows["b"].state, rows["b"].error, rows["b"].cost_micros) == ("failed", "timeout", 100)


async def test_a_workspace_deleted_during_its_call_leaves_no_money_held(
    database: Database, workspace: int
) -> None:
    reservation = await ask(database, workspace, "a", under=caps())
    assert isinstance(reservation, Reservation)
    async with database.transaction() as session:
        await session.delete(await session.get(Workspace, workspace))
    await settle(
        database, reservation, cost_micros=40, usage=Usage(), milliseconds=1, answer={"x": 1}, now=NOW
    )
    assert await held(database, workspace) == [(0, 40)] * 3

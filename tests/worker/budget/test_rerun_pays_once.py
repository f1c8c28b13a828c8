"""Invariant I7: an answer is kept by update, step and prompt; a rerun does not pay for it again."""

import asyncio
import datetime as dt

import pytest
from sqlmodel import select

from models.runtime import clock
from models.runtime.database import Database
from models.tables.model_call import ModelCall
from worker.budget.abandoned_calls import ABANDONED_AFTER, forget_answers, settle_abandoned
from worker.budget.call_outcomes import KnownAnswer, OverBudget, Reservation
from worker.budget.caps import Caps
from worker.budget.ledger import settle
from worker.budget.prices import Prices, Usage
from worker.budget.purchase import (
    CallFailedError,
    DatabaseLedger,
    OverBudgetError,
    PaidAnswer,
    PaidCall,
    make_paid_call,
)
from worker.budget.spending import usage

CAPS = Caps(workspace_day=1_000, workspace_month=5_000, bot_day=10_000)
PRICES = Prices({"m": {"input": 1, "cached": 0.1, "output": 2}})
NEW_PRICE = Usage(tokens_in=100, cached=50, tokens_out=20)  # 50 * 1 + 50 * 0.1 + 20 * 2 = 95


def purchase(workspace: int, trace: str = "u1", prompt: str = "p1", micros: int = 200) -> PaidCall:
    return PaidCall(workspace, trace, "read", prompt, "reading", "m", micros)


class Counter:
    """A paid call that counts how often it is made."""

    def __init__(self, answer: dict[str, object] | None = None, error: CallFailedError | None = None) -> None:
        self.calls = 0
        self.answer = answer or {"text": "done"}
        self.error = error

    async def __call__(self) -> PaidAnswer:
        self.calls += 1
        if self.error:
            raise self.error
        return PaidAnswer(self.answer, NEW_PRICE)


async def row(database: Database, trace: str = "u1") -> ModelCall:
    async with database.transaction() as session:
        return (await session.exec(select(ModelCall).where(ModelCall.trace_id == trace))).one()


async def test_the_same_update_run_again_gets_the_kept_answer_without_a_call(
    database: Database, workspace: int
) -> None:
    ledger, call = DatabaseLedger(database, CAPS, PRICES), Counter()
    first = await make_paid_call(ledger, purchase(workspace), call)
    second = await make_paid_call(ledger, purchase(workspace), call)
    assert first == second == {"text": "done"}
    assert call.calls == 1
    kept = await row(database)
    assert (kept.state, kept.cost_micros, kept.reserved_micros) == ("settled", 95, 0)
    assert (kept.tokens_in, kept.tokens_cached, kept.tokens_out) == (100, 50, 20)
    assert kept.milliseconds is not None


async def test_another_prompt_of_the_same_update_is_another_call(database: Database, workspace: int) -> None:
    ledger, call = DatabaseLedger(database, CAPS, PRICES), Counter()
    await make_paid_call(ledger, purchase(workspace), call)
    await make_paid_call(ledger, purchase(workspace, prompt="p2"), call)
    assert call.calls == 2


async def test_the_kept_answer_is_given_even_when_the_cap_is_reached(
    database: Database, workspace: int
) -> None:
    call = Counter()
    await make_paid_call(DatabaseLedger(database, CAPS, PRICES), purchase(workspace), call)
    closed = DatabaseLedger(database, Caps(0, 0, 0), PRICES)
    assert await make_paid_call(closed, purchase(workspace), call) == {"text": "done"}
    assert call.calls == 1


async def test_a_run_killed_in_its_call_is_taken_over_and_its_money_counts(
    database: Database, workspace: int
) -> None:
    ledger = DatabaseLedger(database, CAPS, PRICES)
    assert isinstance(await ledger.reserve(purchase(workspace)), Reservation)  # and then SIGKILL
    call = Counter()
    await make_paid_call(ledger, purchase(workspace), call)
    assert call.calls == 1
    kept = await row(database)
    assert (kept.state, kept.cost_micros) == ("settled", 200 + 95)
    spending = await usage(database, workspace, clock.now(), caps=CAPS)
    assert (spending.day.spent, spending.day.reserved, spending.day.cap) == (295, 0, 1_000)


async def test_taking_over_needs_room_under_the_cap_like_any_call(database: Database, workspace: int) -> None:
    ledger = DatabaseLedger(database, Caps(300, 300, 300), PRICES)
    assert isinstance(await ledger.reserve(purchase(workspace)), Reservation)
    assert isinstance(await ledger.reserve(purchase(workspace)), OverBudget)
    spending = await usage(database, workspace, clock.now())
    assert (spending.day.spent, spending.day.reserved) == (0, 200)


async def test_a_run_believed_dead_that_answers_after_all_never_lets_the_total_fall_short(
    database: Database, workspace: int
) -> None:
    ledger = DatabaseLedger(database, CAPS, PRICES)
    slow = await ledger.reserve(purchase(workspace))
    quick = await ledger.reserve(purchase(workspace))
    assert isinstance(slow, Reservation)
    assert isinstance(quick, Reservation)
    await ledger.settle(quick, PaidAnswer({"by": "quick"}, NEW_PRICE), "m", 5)
    await ledger.settle(slow, PaidAnswer({"by": "slow"}, NEW_PRICE), "m", 9_000)
    kept = await row(database)
    assert kept.answer == {"by": "quick"}
    spending = await usage(database, workspace, clock.now())
    assert spending.day.reserved == 0
    assert spending.day.spent == 200 + 2 * 95 >= 2 * 95


async def test_two_runs_of_one_update_at_once_leave_one_answer_and_nothing_held(
    database: Database, workspace: int
) -> None:
    ledger, call = DatabaseLedger(database, CAPS, PRICES), Counter()
    answers = await asyncio.gather(
        *(make_paid_call(ledger, purchase(workspace, micros=100), call) for _ in range(4))
    )
    assert answers == [{"text": "done"}] * 4
    spending = await usage(database, workspace, clock.now())
    assert spending.day.reserved == 0
    assert spending.day.spent >= call.calls * 95


async def test_no_connection_is_held_while_the_vendor_thinks(database: Database, workspace: int) -> None:
    held: list[str] = []

    async def call() -> PaidAnswer:
        held.append(database.engine.pool.status())
        return PaidAnswer({"text": "done"}, NEW_PRICE)

    await make_paid_call(DatabaseLedger(database, CAPS, PRICES), purchase(workspace), call)
    assert "Current Checked out connections: 0" in held[0]


async def test_a_failed_call_is_tried_again_by_the_rerun(database: Database, workspace: int) -> None:
    ledger = DatabaseLedger(database, CAPS, PRICES)
    failure = CallFailedError("no connection")
    failure.code, failure.billed = "unreachable", False
    broken, whole = Counter(error=failure), Counter()
    with pytest.raises(CallFailedError):
        await make_paid_call(ledger, purchase(workspace), broken)
    assert (await row(database)).error == "unreachable"
    assert await make_paid_call(ledger, purchase(workspace), whole) == {"text": "done"}
    kept = await row(database)
    assert (kept.state, kept.error, kept.cost_micros) == ("settled", None, 95)


async def test_a_refused_purchase_raises_what_the_caller_must_tell(
    database: Database, workspace: int
) -> None:
    ledger, call = DatabaseLedger(database, Caps(100, 100, 100), PRICES), Counter()
    with pytest.raises(OverBudgetError) as refused:
        await make_paid_call(ledger, purchase(workspace), call)
    assert refused.value.refusal.announce
    assert refused.value.refusal.cap_micros == 100
    assert call.calls == 0
    assert (await row(database)).error == "over_budget_told"


async def test_what_a_killed_process_left_is_counted_as_spent_after_a_while(
    database: Database, workspace: int
) -> None:
    ledger, now = DatabaseLedger(database, CAPS, PRICES), clock.now()
    await ledger.reserve(purchase(workspace, "old"))
    assert await settle_abandoned(database, now + ABANDONED_AFTER / 2) == 0
    assert await settle_abandoned(database, now + ABANDONED_AFTER * 2) == 1
    assert await settle_abandoned(database, now + ABANDONED_AFTER * 2) == 0
    left = await row(database, "old")
    assert (left.state, left.error, left.cost_micros, left.reserved_micros) == ("failed", "abandoned", 200, 0)
    spending = await usage(database, workspace, now)
    assert (spending.day.spent, spending.day.reserved) == (200, 0)


async def test_an_answer_that_comes_after_the_sweep_is_kept_and_counted(
    database: Database, workspace: int
) -> None:
    ledger, now = DatabaseLedger(database, CAPS, PRICES), clock.now()
    late = await ledger.reserve(purchase(workspace))
    assert isinstance(late, Reservation)
    await settle_abandoned(database, now + ABANDONED_AFTER * 2)
    await settle(
        database, late, cost_micros=95, usage=NEW_PRICE, milliseconds=9, answer={"late": True}, now=now
    )
    assert isinstance(again := await ledger.reserve(purchase(workspace)), KnownAnswer)
    assert again.answer == {"late": True}
    assert (await usage(database, workspace, now)).day.reserved == 0


async def test_old_answers_are_forgotten_and_their_figures_stay(database: Database, workspace: int) -> None:
    ledger, now = DatabaseLedger(database, CAPS, PRICES), clock.now()
    await make_paid_call(ledger, purchase(workspace), Counter())
    assert await forget_answers(database, now - dt.timedelta(days=1)) == 0
    assert await forget_answers(database, now + dt.timedelta(days=1)) == 1
    kept = await row(database)
    assert (kept.answer, kept.cost_micros) == (None, 95)


async def test_usage_shows_the_month_by_purpose_and_nothing_of_other_workspaces(
    database: Database, make_workspace
) -> None:
    mine, other = await make_workspace(), await make_workspace()
    ledger = DatabaseLedger(database, CAPS, PRICES)
    await make_paid_call(ledger, purchase(mine, "u1"), Counter())
    await make_paid_call(ledger, purchase(mine, "u2"), Counter())
    await make_paid_call(ledger, PaidCall(mine, "u2", "hear", "a", "voice", "m", 300), Counter())
    await make_paid_call(ledger, purchase(other, "u3"), Counter())
    spending = await usage(database, mine, clock.now(), caps=CAPS)
    assert [(p.purpose, p.calls, p.micros) for p in spending.purposes] == [
        ("reading", 2, 190),
        ("voice", 1, 95),
    ]
    assert spending.purposes[0].tokens_in == 200
    assert spending.month.spent == 285
    assert spending.month.cap == 5_000

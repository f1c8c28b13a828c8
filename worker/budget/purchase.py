"""Makes a paid call in the one order that is safe: known answer, reserve, call with nothing held, settle."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from models.runtime import clock
from models.runtime.database import Database
from models.runtime.settings import Settings
from worker.budget import ledger
from worker.budget.call_outcomes import KnownAnswer, OverBudget, Reservation
from worker.budget.caps import Caps, caps_of
from worker.budget.prices import Prices, Usage

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PaidCall:
    """What is to be bought. `micros` is the most it can cost; trace, step and prompt hash make a rerun the same."""

    workspace_id: int
    trace_id: str
    step: str
    prompt_hash: str
    purpose: str
    model: str
    micros: int


@dataclass(frozen=True, slots=True)
class PaidAnswer:
    """What a call returned: a JSON-able answer, and what it used (None when the server did not say)."""

    answer: dict[str, Any]
    usage: Usage | None


class CallFailedError(Exception):
    """A call that brought no answer. `billed` is False when the vendor surely took no money for it."""

    code: str = "failed"
    billed: bool = True


class OverBudgetError(Exception):
    """A cap forbade the call; `refusal` says which and whether the user is to be told."""

    def __init__(self, refusal: OverBudget) -> None:
        super().__init__(f"the {refusal.scope}'s {refusal.period} cap is reached")
        self.refusal = refusal


class Ledger(Protocol):
    """Where money is counted: the database in the worker, a tally in the evaluation."""

    prices: Prices

    async def reserve(self, purchase: PaidCall) -> Reservation | OverBudget | KnownAnswer:
        """Hold the purchase's money, or say why not."""

    async def settle(
        self, reservation: Reservation, bought: PaidAnswer, model: str, milliseconds: int
    ) -> None:
        """The call answered."""

    async def fail(self, reservation: Reservation, error: str, milliseconds: int, *, billed: bool) -> None:
        """The call failed."""


async def make_paid_call(
    ledger: Ledger, purchase: PaidCall, call: Callable[[], Awaitable[PaidAnswer]]
) -> dict[str, Any]:
    """The answer of `call`, paid at most once for the same purchase; nothing is held while it runs.

    Raises OverBudgetError when a cap forbids it, and what `call` raises. A cancelled call keeps its reservation:
    a rerun takes it over, and the reconciler counts it as spent.
    """
    outcome = await ledger.reserve(purchase)
    if isinstance(outcome, KnownAnswer):
        return outcome.answer
    if isinstance(outcome, OverBudget):
        raise OverBudgetError(outcome)
    started = time.perf_counter()
    try:
        bought = await call()
    except CallFailedError as failure:
        await ledger.fail(outcome, failure.code, _since(started), billed=failure.billed)
        raise
    await ledger.settle(outcome, bought, purchase.model, _since(started))
    return bought.answer


class DatabaseLedger:
    """The ledger of the worker: tables `model_call` and `budget`."""

    def __init__(self, database: Database, caps: Caps, prices: Prices) -> None:
        self._database = database
        self._caps = caps
        self.prices = prices

    @classmethod
    def from_settings(cls, database: Database, settings: Settings) -> "DatabaseLedger":
        """The ledger with the caps and prices of `settings`. Raises ValueError naming a price that is none."""
        return cls(database, caps_of(settings), Prices(settings.openai_prices))

    async def reserve(self, purchase: PaidCall) -> Reservation | OverBudget | KnownAnswer:
        """See `worker.budget.ledger.reserve`."""
        return await ledger.reserve(
            self._database,
            workspace_id=purchase.workspace_id,
            trace_id=purchase.trace_id,
            step=purchase.step,
            prompt_hash=purchase.prompt_hash,
            purpose=purchase.purpose,
            model=purchase.model,
            micros=purchase.micros,
            caps=self._caps,
            now=clock.now(),
        )

    async def settle(
        self, reservation: Reservation, bought: PaidAnswer, model: str, milliseconds: int
    ) -> None:
        """Count the real cost; a usage that the server does not name, or that has no price, counts as all that was held."""
        used = bought.usage
        named = None if used is None else self.prices.price_of(model).micros(used)
        cost = reservation.micros if named is None else named
        if used is not None and named is None:
            log.warning("usage_without_price", model=model, counted_micros=cost)
        await ledger.settle(
            self._database,
            reservation,
            cost_micros=cost,
            usage=used or Usage(),
            milliseconds=milliseconds,
            answer=bought.answer,
            now=clock.now(),
        )

    async def fail(self, reservation: Reservation, error: str, milliseconds: int, *, billed: bool) -> None:
        """Write off what may have been billed, release what was not."""
        close = ledger.write_off if billed else ledger.release
        await close(self._database, reservation, error=error, milliseconds=milliseconds, now=clock.now())


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)

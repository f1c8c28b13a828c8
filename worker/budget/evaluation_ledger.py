"""A ledger without a database and without caps, for evaluations."""

from collections import Counter

from models.runtime import clock
from worker.budget.call_outcomes import KnownAnswer, OverBudget, Reservation
from worker.budget.prices import Prices, Usage
from worker.budget.purchase import PaidAnswer, PaidCall


class EvaluationLedger:
    """Counts calls, failures by code, tokens, milliseconds and micro-dollars; allows everything."""

    def __init__(self, prices: Prices | None = None) -> None:
        self.prices = prices or Prices()
        self.calls = 0
        self.failures: Counter[str] = Counter()
        self.micros = 0
        self.milliseconds: list[int] = []
        self.used: list[Usage] = []

    async def reserve(self, purchase: PaidCall) -> Reservation | OverBudget | KnownAnswer:
        """Always allowed."""
        return Reservation(0, purchase.workspace_id, purchase.micros, clock.now())

    async def settle(
        self, reservation: Reservation, bought: PaidAnswer, model: str, milliseconds: int
    ) -> None:
        """Add the call to the tally."""
        self.calls += 1
        self.milliseconds.append(milliseconds)
        named = None
        if bought.usage is not None:
            self.used.append(bought.usage)
            named = self.prices.price_of(model).micros(bought.usage)
        self.micros += reservation.micros if named is None else named

    async def fail(self, reservation: Reservation, error: str, milliseconds: int, *, billed: bool) -> None:
        """Count the failure, and its money if it may have been billed."""
        self.failures[error] += 1
        self.milliseconds.append(milliseconds)
        self.micros += reservation.micros if billed else 0

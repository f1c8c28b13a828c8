"""Result of the job that renders one run: digest or plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from worker.core.job_result import JobResult
from worker.features.digests.waiting_runs import WaitingRun


@dataclass(frozen=True, slots=True)
class RunEnded(JobResult):
    """The run's state in the ledger ("over before" when it no longer waited), why it was skipped, its messages.

    Of a plan also its rows by table: blocks, reasons.
    """

    state: str
    reason: str | None = None
    messages: int = 0
    made: dict[str, int] | None = None

    @classmethod
    def from_runs(
        cls, waiting: Sequence[WaitingRun], *, messages: int, made: dict[str, int] | None = None
    ) -> Self:
        """The result of a run after its work; `waiting` is empty when there was nothing to do."""
        if not waiting:
            return cls("over before")
        run = waiting[0].run
        return cls(run.state, run.reason, messages, made)

"""The declaration of a job: its timeout, its retry delays, and what follows when they are used up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.dead_letter import DeadLetter
from worker.core.job_result import JobResult
from worker.services import Services

# A message that keeps killing its process is given up after this many starts, errors or not.
MAX_STARTS = 6
# How long to wait for a store of ours that is away; such waits are not held against the job.
OUTAGE_SECONDS = 2.0
# After so many waits in one attempt (10 minutes) it is no outage any more but an error like others.
OUTAGE_WAITS = 300


class PermanentError(Exception):
    """Raised by a job that no further try can help; its text goes into the dead letter."""


# What it returns is kept with the attempt, for the operator.
Run = Callable[[Services, Any], Awaitable[JobResult]]
# In the transaction that writes the dead letter; False when the job turns out to be done, and there is no letter.
OnDeadLetter = Callable[[Services, AsyncSession, Any, DeadLetter], Awaitable[bool]]
AfterDeadLetter = Callable[[Services, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDefinition:
    """One kind of job: what runs it, how long one attempt may take, the delays between attempts (seconds), and what
    happens when they are used up.

    `on_dead_letter_raw` stands in for `on_dead_letter` when that failed: it takes what is kept as it is, unread.
    """

    job: type[Any]
    run: Run
    timeout_seconds: float
    retry_delays: tuple[float, ...]
    on_dead_letter: OnDeadLetter | None = None
    after_dead_letter: AfterDeadLetter | None = None
    on_dead_letter_raw: OnDeadLetter | None = None

    @property
    def name(self) -> str:
        """The name in the queue."""
        return str(self.job.name)

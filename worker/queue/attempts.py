"""Every attempt of every job: counted before it runs, kept with its error, retried or dead-lettered."""

import asyncio
from dataclasses import replace
from typing import Any

import structlog

from models.queue.jobs import Job, job_from
from models.queue.worker_counts import JOB_ATTEMPTS, JOB_SECONDS
from models.runtime import clock
from models.runtime.secret_values import SecretValues
from models.runtime.tracebacks import plain_traceback, text_of
from models.tables.attempt_log import keeping_lines
from worker.core.error_kinds import is_outage, is_shape_error
from worker.core.job_result import stored_result
from worker.queue import attempt_queries as rows
from worker.queue.arq_worker import Attempt, RetryLater
from worker.queue.attempt_queries import AttemptOutcome, StartedAttempt
from worker.queue.retry_policy import MAX_STARTS, OUTAGE_SECONDS, OUTAGE_WAITS, JobDefinition, PermanentError
from worker.services import Services

log = structlog.get_logger()

_LOST = "The worker that ran it died each time."


class TimeLimitError(Exception):
    """An attempt took longer than its job's timeout."""


class Attempts:
    """Runs jobs with the retry delays of their definitions (invariant I4: failure erases nothing)."""

    def __init__(self, services: Services, kinds: tuple[JobDefinition, ...]) -> None:
        self._services = services
        self._secrets = SecretValues.from_settings(services.settings)
        self._kinds = {kind.name: kind for kind in kinds}

    async def run(self, name: str, arguments: dict[str, Any], attempt: Attempt) -> None:
        """One attempt. Raises RetryLater when there is to be another; returns when the job is done or dead-lettered."""
        kind, job = self._kinds[name], job_from(name, arguments)
        with (
            structlog.contextvars.bound_contextvars(trace_id=job.trace_id, job_id=job.job_id),
            keeping_lines(),
        ):
            started = await self._begin(job, attempt)
            if started.attempt > MAX_STARTS or started.failures > len(kind.retry_delays):
                await self._move_to_dead_letters(kind, job, started, _LOST, None)
                return
            await self._try(kind, job, started)

    async def _begin(self, job: Job, attempt: Attempt) -> StartedAttempt:
        try:
            return await rows.start_attempt(self._services.database, job, attempt, clock.now())
        except Exception as error:
            raise self._outage(error) from error

    async def _try(self, kind: JobDefinition, job: Job, started: StartedAttempt) -> None:
        try:
            ended = await self._through_outages(kind, job)
        except asyncio.CancelledError as stop:
            await self._cancelled(kind, job, started, by_operator="operator" in stop.args)
            return
        if isinstance(ended, Exception):
            await self._failed(kind, job, started, ended)
        else:
            await self._note(job, started, "done", result=ended)

    async def _through_outages(self, kind: JobDefinition, job: Job) -> str | Exception:
        """Run the job; while a store is away, wait and run it again within the same attempt. Its result, or why not."""
        for _ in range(OUTAGE_WAITS):
            ended = await self._once(kind, job)
            if isinstance(ended, str | TimeLimitError) or not is_outage(ended):
                return ended
            log.warning("store_away", error=type(ended).__name__)
            await asyncio.sleep(OUTAGE_SECONDS)
        return ended

    async def _once(self, kind: JobDefinition, job: Job) -> str | Exception:
        limit = asyncio.timeout(kind.timeout_seconds)
        try:
            async with limit:
                done = await kind.run(self._services, job)
            return stored_result(done)
        except Exception as error:  # noqa: BLE001 - the one place that must see every failure of every job
            if limit.expired():
                # Not a driver's TimeoutError: that one means a store is away. Its cause tells where the job hung.
                over = TimeLimitError(f"longer than {kind.timeout_seconds:g} s")
                over.__cause__ = error
                return over
            return error

    async def _cancelled(
        self, kind: JobDefinition, job: Job, started: StartedAttempt, *, by_operator: bool
    ) -> None:
        if by_operator:
            await self._move_to_dead_letters(
                kind, job, started, "Cancelled by an operator.", None, state="cancelled"
            )
            return
        # The process is stopping: the job goes back as it was and runs again elsewhere.
        await asyncio.shield(self._note(job, started, "lost", "The worker was stopped."))
        raise asyncio.CancelledError

    async def _failed(self, kind: JobDefinition, job: Job, started: StartedAttempt, error: Exception) -> None:
        text, trace = self._text(error), self._storable(plain_traceback(error, self._secrets))
        final = isinstance(error, PermanentError) or is_shape_error(error)
        if final or started.failures >= len(kind.retry_delays):
            await self._move_to_dead_letters(kind, job, started, text, trace)
            return
        wait = kind.retry_delays[started.failures]
        log.warning("job_retry", attempt=started.attempt, wait_seconds=wait, error=type(error).__name__)
        await self._note(job, started, "retry", text, trace)
        raise RetryLater(wait)

    async def _note(
        self,
        job: Job,
        started: StartedAttempt,
        state: str,
        error: str | None = None,
        trace: str | None = None,
        *,
        result: str | None = None,
    ) -> None:
        try:
            end = AttemptOutcome(state, clock.now(), error, trace, result)
            await rows.finish_attempt(self._services.database, started, end)
            self._count(job, started, end)
        except Exception as failure:
            raise self._outage(failure) from failure

    async def _move_to_dead_letters(
        self,
        kind: JobDefinition,
        job: Job,
        started: StartedAttempt,
        error: str,
        trace: str | None,
        *,
        state: str = "dead",
    ) -> None:
        log.error("job_dead", attempt=started.attempt, error=error[:200])
        try:
            end = AttemptOutcome(state, clock.now(), error, trace)
            await self._write_dead_letter(kind, job, started, end)
            self._count(job, started, end)
            if kind.after_dead_letter is not None:
                await kind.after_dead_letter(self._services, job)
        except Exception as failure:
            raise self._outage(failure) from failure

    async def _write_dead_letter(
        self, kind: JobDefinition, job: Job, started: StartedAttempt, end: AttemptOutcome
    ) -> None:
        """Write the dead letter; when the job's own `on_dead_letter` fails, with `on_dead_letter_raw`."""
        try:
            await rows.move_to_dead_letters(self._services, kind.on_dead_letter, job, started, end)
        except Exception as failure:
            if is_outage(failure):
                raise
            log.error("dead_letter_failed", error=type(failure).__name__)  # noqa: TRY400 - the dead letter has its text
            both = f"{end.error}\nWriting the dead letter failed too: {self._text(failure)}"
            await rows.move_to_dead_letters(
                self._services, kind.on_dead_letter_raw, job, started, replace(end, error=both)
            )

    def _count(self, job: Job, started: StartedAttempt, end: AttemptOutcome) -> None:
        counts = self._services.counts
        counts.count(JOB_ATTEMPTS, job.name, end.state)
        counts.observe(JOB_SECONDS, (end.at - started.at).total_seconds(), job.name)

    @staticmethod
    def _outage(error: Exception) -> RetryLater:
        """A store that is away is waited out. So is a defect in our own bookkeeping: the job must not vanish with it."""
        if is_outage(error):
            log.warning("store_away", error=type(error).__name__)
        else:
            log.error("bookkeeping_failed", error=type(error).__name__, exc_info=error)
        return RetryLater(OUTAGE_SECONDS)

    def _text(self, error: Exception) -> str:
        """The last line of its traceback without the module's name."""
        return self._storable(f"{type(error).__name__}: {text_of(error, self._secrets)}"[:2000])

    def _storable(self, text: str) -> str:
        """Text that Postgres takes, without secrets: an error may quote a NUL or a lone surrogate out of a message."""
        kept = text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")
        return self._secrets.redact(kept)

"""The overview page: whether all is well, and where to look if not."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from api.dashboard.auth.authentication import DashboardDep, VisitorDep
from api.dashboard.console_queries import is_database_trouble
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.templates_environment import render_page
from models.console import overview_stats, queue_stats
from models.console.overview_stats import DatabaseStats, JobLatency
from models.console.overview_summary import OverviewSummary, load_overview_summary
from models.console.queue_stats import QueueStats, RedisStatus, WorkerStatus
from models.health.verdict import load_verdict
from models.queue.connection import QueueError
from models.runtime import clock
from models.runtime.version import product_version

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)

# Percentiles and rates read up to 20,000 rows: once in ten seconds, whatever the number of viewers.
_RATES_SECONDS = 10.0
_VERDICT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class TroubleLine:
    """One trouble of the verdict: how bad (down, warning, notice), in words, and the page that shows it."""

    kind: str
    level: str
    sentence: str
    page: str


@dataclass(frozen=True, slots=True)
class Overview:
    """All numbers of the overview. A part is None (or empty) when the server behind it does not respond."""

    rows: DatabaseStats | None
    queue: QueueStats | None
    redis: RedisStatus | None
    workers: list[WorkerStatus]
    latencies: list[JobLatency]
    done_per_minute: dict[str, list[int]]
    cap_micros: int
    trouble: list[str]
    verdict: list[TroubleLine]
    summary: OverviewSummary | None
    version: str

    @property
    def wrong(self) -> list[TroubleLine]:
        """What an operator should do something about, worst first."""
        return [line for line in self.verdict if line.level != "notice"]

    @property
    def all_done(self) -> list[int]:
        """Successful attempts in each of the last 60 minutes, oldest first."""
        return [sum(minute) for minute in zip(*self.done_per_minute.values(), strict=True)] or [0] * 60


async def load_overview(dashboard: DashboardDependencies) -> Overview:
    """The current numbers, at most 1.5 s old; latencies and rates at most 10 s."""
    found: Overview = await dashboard.cached("overview", lambda: _read_stores(dashboard))
    return found


@router.get("")
async def overview_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """The overview."""
    return render_page(request, "overview.html", await overview_page_values(dashboard), visitor=visitor)


async def overview_page_values(dashboard: DashboardDependencies) -> dict[str, Any]:
    """The values of the template."""
    return {"title": "Overview", "here": "overview", "view": await load_overview(dashboard)}


async def _read_stores(dashboard: DashboardDependencies) -> Overview:
    trouble: list[str] = []
    rows = await _or_none("PostgreSQL", _database_stats(dashboard), trouble)
    redis = await _or_none("Redis", queue_stats.load_redis_status(dashboard.redis), trouble)
    queue = workers = None
    if redis is not None:
        workers = await _or_none("Redis", queue_stats.find_live_workers(dashboard.redis), trouble)
    if redis is not None and rows is not None:
        queue = await _or_none("Redis", _queue_stats(dashboard, rows.running), trouble)
    latencies, per_minute = await _latencies_and_rates(dashboard) if rows is not None else ([], {})
    summary = await _or_none("PostgreSQL", _summary(dashboard), trouble) if rows is not None else None
    verdict = await dashboard.cached(
        "verdict", lambda: load_verdict(dashboard.redis, dashboard.settings), _VERDICT_SECONDS
    )
    lines = [TroubleLine(each.kind, each.level, each.sentence, each.page) for each in verdict.troubles]
    cap = round(dashboard.settings.budget_bot_day_usd * 1_000_000)
    return Overview(
        rows,
        queue,
        redis,
        workers or [],
        latencies,
        per_minute,
        cap,
        trouble,
        lines,
        summary,
        product_version(),
    )


async def _summary(dashboard: DashboardDependencies) -> OverviewSummary:
    async with dashboard.operator_context.postgres.connection() as connection:
        return await load_overview_summary(connection, clock.now())


async def _database_stats(dashboard: DashboardDependencies) -> DatabaseStats:
    async with dashboard.operator_context.postgres.connection() as connection:
        return await overview_stats.load_database_stats(connection, clock.now())


async def _queue_stats(dashboard: DashboardDependencies, running: int) -> QueueStats:
    async with dashboard.operator_context.postgres.connection() as connection:
        return await queue_stats.load_queue_stats(dashboard.redis, connection, running)


async def _latencies_and_rates(
    dashboard: DashboardDependencies,
) -> tuple[list[JobLatency], dict[str, list[int]]]:
    async def load() -> tuple[list[JobLatency], dict[str, list[int]]]:
        async with dashboard.operator_context.postgres.connection() as connection:
            now = clock.now()
            latencies = await overview_stats.load_job_latencies(connection, now)
            return latencies, await overview_stats.jobs_done_per_minute(connection, now)

    found: tuple[list[JobLatency], dict[str, list[int]]] = await dashboard.cached(
        "latencies_and_rates", load, _RATES_SECONDS
    )
    return found


async def _or_none(server: str, answer: Awaitable[Any], trouble: list[str]) -> Any:
    """What a server answers; None, and one more sentence in `trouble`, when it does not respond."""
    try:
        return await answer
    except Exception as error:
        if not isinstance(error, QueueError) and not is_database_trouble(error):
            raise
        kind = type(error).__name__
    trouble.append(f"{server} does not respond ({kind}).")
    return None

"""Overview: is all well, and if not, where to look."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from api.dashboard.auth.guard import GuardedRoute, Reader, TheDesk
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.templates_environment import page
from models.console import overview_stats, queue_stats
from models.console.overview_stats import Latency, RowFigures
from models.console.queue_stats import QueueStats, RedisFacts, WorkerFacts
from models.queue.connection import QueueError
from models.runtime import clock

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)

# Percentiles and rates look at up to 20,000 rows: once in ten seconds, however many look on.
_FIGURES_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Overview:
    """All numbers of the first page. A part is None (or empty) when the server behind it does not answer."""

    rows: RowFigures | None
    queue: QueueStats | None
    redis: RedisFacts | None
    workers: list[WorkerFacts]
    latencies: list[Latency]
    done_per_minute: dict[str, list[int]]
    cap_micros: int
    trouble: list[str]

    @property
    def all_done(self) -> list[int]:
        """Attempts that ended well in each of the last 60 minutes, oldest first."""
        return [sum(minute) for minute in zip(*self.done_per_minute.values(), strict=True)] or [0] * 60


async def overview(desk: DashboardDependencies) -> Overview:
    """The numbers of now, at most 1.5 s old; latencies and rates at most 10 s."""
    found: Overview = await desk.shared("overview", lambda: _look(desk))
    return found


@router.get("")
async def overview_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """The first page."""
    return page(request, "overview.html", await overview_facts(desk), visitor=visitor)


async def overview_facts(desk: DashboardDependencies) -> dict[str, Any]:
    """What the template shows."""
    return {"title": "Overview", "here": "overview", "view": await overview(desk)}


async def _look(desk: DashboardDependencies) -> Overview:
    trouble: list[str] = []
    rows = await _or_none("PostgreSQL", _rows(desk), trouble)
    redis = await _or_none("Redis", queue_stats.redis_facts(desk.redis), trouble)
    queue = workers = None
    if redis is not None:
        workers = await _or_none("Redis", queue_stats.workers(desk.redis), trouble)
    if redis is not None and rows is not None:
        queue = await _or_none("Redis", _queue(desk, rows.running), trouble)
    latencies, per_minute = await _figures(desk) if rows is not None else ([], {})
    cap = round(desk.settings.budget_bot_day_usd * 1_000_000)
    return Overview(rows, queue, redis, workers or [], latencies, per_minute, cap, trouble)


async def _rows(desk: DashboardDependencies) -> RowFigures:
    async with desk.steering.records.reading() as connection:
        return await overview_stats.row_figures(connection, clock.now())


async def _queue(desk: DashboardDependencies, running: int) -> QueueStats:
    async with desk.steering.records.reading() as connection:
        return await queue_stats.load_queue_stats(desk.redis, connection, running)


async def _figures(desk: DashboardDependencies) -> tuple[list[Latency], dict[str, list[int]]]:
    async def ask() -> tuple[list[Latency], dict[str, list[int]]]:
        async with desk.steering.records.reading() as connection:
            now = clock.now()
            return await overview_stats.latencies(connection, now), await overview_stats.done_per_minute(
                connection, now
            )

    found: tuple[list[Latency], dict[str, list[int]]] = await desk.shared("figures", ask, _FIGURES_SECONDS)
    return found


async def _or_none(server: str, asked: Awaitable[Any], trouble: list[str]) -> Any:
    """What a server answers, or None and a sentence among the trouble."""
    try:
        return await asked
    except (QueueError, OSError, TimeoutError) as error:
        kind = type(error).__name__
    except Exception as error:
        if not type(error).__module__.startswith("asyncpg"):
            raise
        kind = type(error).__name__
    trouble.append(f"{server} does not answer ({kind}).")
    return None

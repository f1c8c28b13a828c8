"""Prometheus metrics of queue, webhook and database, for requests from this machine or with METRICS_TOKEN."""

from fastapi import APIRouter, Request, Response
from prometheus_client import ProcessCollector
from prometheus_client.core import CollectorRegistry, CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from api.database_metrics import read_database_metrics
from api.health import queue_health
from api.intake import IntakeCounts
from api.service_health import may_see_details
from api.verdict_metrics import verdict_metrics
from api.worker_metrics import read_worker_metrics
from models.console.postgres_pool import PostgresPool
from models.queue.connection import QueueError
from models.runtime import clock
from models.runtime.settings import Settings

router = APIRouter(tags=["metrics"], include_in_schema=False)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """The current numbers; 404 without permission."""
    if not may_see_details(request):
        return Response(status_code=404)
    workers: list[Metric] = []
    try:
        numbers = await queue_health(request.app.state.redis)
        workers = await read_worker_metrics(request.app.state.redis)
    except (QueueError, OSError):
        numbers = None
    registry = CollectorRegistry()
    settings = request.app.state.settings
    rows = await _database_metrics(settings.database_url)
    ProcessCollector(registry=registry)
    registry.register(
        _QueueCollector(
            request.app.state.intake.counts,
            numbers,
            [
                *rows,
                *workers,
                *_configured_metrics(settings),
                *verdict_metrics(await request.app.state.verdict.read(request)),
            ],
        )
    )
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


async def _database_metrics(database_url: str) -> list[Metric]:
    """The database metrics, over a connection that is closed after the scrape."""
    import asyncpg

    up = GaugeMetricFamily("planner_database_up", "1 when PostgreSQL answers", value=1)
    postgres = PostgresPool(database_url, size=1)
    try:
        async with postgres.connection() as connection:
            return [up, *await read_database_metrics(connection, clock.now())]
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # A server that is starting, stopping, full or refuses our login; anything else is a defect and must surface.
        if not getattr(error, "sqlstate", "08").startswith(("08", "28", "3D", "53", "57")):
            raise
        return [GaugeMetricFamily("planner_database_up", "1 when PostgreSQL answers", value=0)]
    finally:
        await postgres.close()


def _configured_metrics(settings: Settings) -> list[Metric]:
    cap = settings.budget_bot_day_usd
    return [GaugeMetricFamily("planner_cost_usd_cap", "The daily cap of the whole bot", value=cap)]


class _QueueCollector(Collector):
    def __init__(
        self, counts: IntakeCounts, numbers: dict[str, int | None] | None, other_metrics: list[Metric]
    ) -> None:
        self._counts = counts
        self._numbers = numbers
        self._other_metrics = other_metrics

    def collect(self) -> list[Metric]:
        taken = CounterMetricFamily("planner_updates", "Updates acknowledged", labels=["outcome"])
        for outcome, count in self._counts.acknowledged.items():
            taken.add_metric([outcome], count)
        refused = CounterMetricFamily("planner_updates_refused", "Updates answered 503", labels=["reason"])
        for reason, count in self._counts.refused.items():
            refused.add_metric([reason], count)
        rejected = CounterMetricFamily(
            "planner_webhook_rejected", "Webhook calls answered 4xx", labels=["status"]
        )
        for status, count in self._counts.rejected.items():
            rejected.add_metric([str(status)], count)
        up = GaugeMetricFamily(
            "planner_queue_up", "1 when Redis answers", value=0 if self._numbers is None else 1
        )
        return [taken, refused, rejected, up, *self._queue(), *self._other_metrics]

    def _queue(self) -> list[Metric]:
        numbers = self._numbers or {}
        return [
            GaugeMetricFamily(f"planner_{name}", text, value=(numbers[source] or 0) / divisor)
            for name, (source, divisor, text) in _GAUGES.items()
            if source in numbers
        ]


# By metric: where its number stands, what it is divided by to be in base units, and its meaning.
_GAUGES = {
    "queued": ("queued", 1, "Jobs in the queue, running and deferred ones included"),
    "lanes_waiting": ("lanes_waiting", 1, "Chats with an update that waits or runs"),
    "oldest_update_seconds": ("oldest_update_ms", 1000, "Age of the oldest unhandled update"),
    "workers": ("workers", 1, "Workers with a heartbeat in the last 15 s"),
}

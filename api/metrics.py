"""Metrics: queue, door, rows in Prometheus' words, for this machine under its own name or a bearer of the token."""

import hmac

from fastapi import APIRouter, Request, Response
from prometheus_client.core import CollectorRegistry, CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from api.caller_address import is_this_machine
from api.database_metrics import read_looks
from api.health import queue_facts
from api.intake import Tally
from models.console.postgres_pool import PostgresPool
from models.queue.connection import QueueError
from models.runtime import clock
from models.runtime.settings import Settings

router = APIRouter(tags=["metrics"], include_in_schema=False)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """The numbers of now. 404 to others: the proxy does not pass it on, and neither do we."""
    if not _allowed(request):
        return Response(status_code=404)
    try:
        facts = await queue_facts(request.app.state.redis)
    except (QueueError, OSError):
        facts = None
    registry = CollectorRegistry()
    settings = request.app.state.settings
    rows = await _rows(settings.database_url)
    registry.register(_Numbers(request.app.state.intake.tally, facts, [*rows, *_fixed(settings)]))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


async def _rows(database_url: str) -> list[Metric]:
    """What the rows say, over a connection of its own that ends with the scrape."""
    import asyncpg

    up = GaugeMetricFamily("planner_database_up", "1 when PostgreSQL answers", value=1)
    records = PostgresPool(database_url, size=1)
    try:
        async with records.reading() as connection:
            return [up, *await read_looks(connection, clock.now())]
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # A server that starts, stops, is full or does not know us; anything else is a defect and must be seen.
        if not getattr(error, "sqlstate", "08").startswith(("08", "28", "3D", "53", "57")):
            raise
        return [GaugeMetricFamily("planner_database_up", "1 when PostgreSQL answers", value=0)]
    finally:
        await records.close()


def _fixed(settings: Settings) -> list[Metric]:
    cap = settings.budget_bot_day_usd
    return [GaugeMetricFamily("planner_cost_usd_cap", "The whole bot's cap of a day", value=cap)]


def _allowed(request: Request) -> bool:
    token = request.app.state.settings.metrics_token
    if token is not None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.get_secret_value().encode())
    return is_this_machine(request)


class _Numbers(Collector):
    def __init__(self, tally: Tally, facts: dict[str, int | None] | None, others: list[Metric]) -> None:
        self._tally = tally
        self._facts = facts
        self._others = others

    def collect(self) -> list[Metric]:
        taken = CounterMetricFamily("planner_updates", "Updates acknowledged", labels=["outcome"])
        for outcome, count in self._tally.acknowledged.items():
            taken.add_metric([outcome], count)
        refused = CounterMetricFamily("planner_updates_refused", "Updates answered 503", labels=["reason"])
        for reason, count in self._tally.refused.items():
            refused.add_metric([reason], count)
        up = GaugeMetricFamily(
            "planner_queue_up", "1 when Redis answers", value=0 if self._facts is None else 1
        )
        return [taken, refused, up, *self._queue(), *self._others]

    def _queue(self) -> list[Metric]:
        facts = self._facts or {}
        return [
            GaugeMetricFamily(f"planner_{name}", text, value=facts[name] or 0)
            for name, text in _GAUGES.items()
            if name in facts
        ]


_GAUGES = {
    "queued": "Jobs in the queue, running and deferred ones included",
    "lanes_waiting": "Chats with an update that waits or runs",
    "oldest_update_ms": "Age of the oldest unhandled update",
    "workers": "Workers with a heartbeat in the last 15 s",
}

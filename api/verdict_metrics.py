"""The verdict as metrics: a sample for each kind of trouble, and the figures behind the kinds that have one."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric

from models.health.trouble import KINDS
from models.health.verdict import Verdict
from models.runtime.version import product_version


def verdict_metrics(verdict: Verdict) -> Iterator[Metric]:
    """`planner_trouble` is 1 for each kind that exists now and 0 for the others; one that was not looked at is missing."""
    there = {trouble.kind: trouble for trouble in verdict.troubles}
    troubles = GaugeMetricFamily(
        "planner_trouble", "1 for each kind of trouble that exists now", labels=["kind", "level"]
    )
    for name, kind in KINDS.items():
        if name in there or name in verdict.checked:
            level = there[name].level if name in there else kind.level
            troubles.add_metric([name, level], int(name in there))
    yield troubles
    yield _build_info()
    yield from _queue_metrics(verdict)


def _build_info() -> Metric:
    family = GaugeMetricFamily("planner_build_info", "1, with the version as label", labels=["version"])
    family.add_metric([product_version()], 1)
    return family


def _queue_metrics(verdict: Verdict) -> Iterator[Metric]:
    tick = GaugeMetricFamily(
        "planner_scheduler_tick_age_seconds", "Since the scheduler of any worker last looked"
    )
    pending = GaugeMetricFamily("planner_telegram_pending_updates", "Updates that Telegram holds for the bot")
    used = GaugeMetricFamily("planner_redis_used_bytes", "Memory that Redis uses")
    most = GaugeMetricFamily("planner_redis_max_bytes", "Memory that Redis may use; 0: no limit")
    if (facts := verdict.queue) is not None:
        if facts.tick_age is not None:
            tick.add_metric([], facts.tick_age)
        if (held := facts.observed.get("telegram", {}).get("pending")) is not None:
            pending.add_metric([], held)
        used.add_metric([], int(facts.memory["used_memory"]))
        most.add_metric([], int(facts.memory.get("maxmemory") or 0))
    yield from (tick, pending, used, most)

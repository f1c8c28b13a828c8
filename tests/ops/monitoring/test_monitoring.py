"""Rules and dashboard ask for nothing that /metrics does not say, and the numbers are right."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import yaml
from prometheus_client.parser import text_string_to_metric_families

from models.health.observations import record_observation
from models.health.trouble import KINDS
from models.queue import keys
from models.queue.worker_counts import ANSWER_SECONDS, JOB_ATTEMPTS, WorkerCounts
from models.runtime.clock import wall_ms
from tests.invariants.service_faults import message, rows
from tests.ops.monitoring.promql import Scrape, Scrapes, evaluated
from tests.patience import until
from tests.planner import Planner

MONITORING = Path(__file__).parents[3] / "ops" / "monitoring"
NAME = re.compile(r"\bplanner_[a-z0-9_]+")
RULES = [
    rule
    for group in yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
]
DASHBOARD: dict[str, Any] = json.loads((MONITORING / "dashboard.json").read_text())


async def scraped(planner: Planner) -> dict[tuple[str, tuple[str, ...]], float]:
    """What /metrics says: the value by name and labels' values, in the order of the labels' names."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        text = (await http.get(f"{planner.url}/metrics")).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for sample in samples
    }


async def promised(planner: Planner) -> set[str]:
    """Every name /metrics can say, also those of which there is no sample today."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        text = (await http.get(f"{planner.url}/metrics")).text
    families = re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE)
    return {name for name, _ in families}


async def test_rules_and_dashboard_ask_only_for_what_there_is(planner: Planner) -> None:
    await planner.tell("/start")
    asked = {name.removesuffix("_bucket") for rule in RULES for name in NAME.findall(rule["expr"])}
    asked |= {
        name.removesuffix("_bucket")
        for panel in DASHBOARD["panels"]
        for target in panel["targets"]
        for name in NAME.findall(target["expr"])
    }
    there = await promised(planner)
    assert asked - there == set()
    # And what is said is looked at by somebody.
    assert {name for name in there if name.startswith("planner_")} - asked == set()


async def test_the_rows_numbers_are_told(planner: Planner) -> None:
    await planner.tell("/start")
    await rows(
        planner,
        """INSERT INTO dead_letter (job_id, job_name, arguments, attempts, error, dead_at)
           VALUES ('j1', 'embed_tasks', '{}', 4, 'ValueError', now())""",
    )
    await rows(
        planner,
        """INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, sent_at, parts, alone, state)
           SELECT id, current_date - n, 'UTC', now() - interval '2 hours', now(), now() - interval '2 hours' + n * interval '1 minute',
                  1, false, 'sent' FROM schedule, generate_series(1, 3) AS n WHERE kind = 'morning_digest'""",
    )
    await rows(
        planner,
        "INSERT INTO backup_run (started_at, finished_at, state) VALUES (now(), now() - interval '5 hours', 'done')",
    )
    found = await scraped(planner)
    assert found["planner_dead_letters", ()] == 1
    assert found["planner_digest_lateness_max_seconds", ()] == 180
    assert found["planner_digests_last_day", ("sent",)] == 3
    assert 17_990 < found["planner_backup_age_seconds", ()] < 18_100
    assert found["planner_answers_lost_last_day", ("failed",)] == 0
    assert found["planner_cost_usd_cap", ()] == 10
    assert found["planner_database_up", ()] == 1
    worker = planner.workers[0].services.worker_id

    async def told() -> Any:
        """The worker's counts come with its next heartbeat."""
        now = await scraped(planner)
        return now if now.get(("planner_updates_handled_total", ("done", worker))) == 1 else None

    found = await until(told, what="a heartbeat with the counts")
    assert found["planner_job_attempts_total", ("handle_update", "done", worker)] == 1
    assert found["planner_deliveries_total", ("sent", worker)] >= 1
    assert found["planner_answer_seconds_count", (worker,)] == 1
    assert found["planner_answer_seconds_bucket", ("+Inf", worker)] == 1
    assert 0 < found["planner_answer_seconds_sum", (worker,)] < 10
    assert found["planner_job_seconds_count", ("handle_update", worker)] == 1
    assert found["planner_worker_memory_bytes", (worker,)] > 10_000_000
    assert found["process_resident_memory_bytes", ()] > 10_000_000
    names = {name for name, _ in found if name.startswith("planner_")}
    assert {name for name in names if re.search(r"_(ms|kb|minutes|hours)$|_\d+[mhd]$", name)} == set()
    assert not any("quantile" in str(key) for key in found)


async def labelled(planner: Planner) -> Scrape:
    """A scrape with the labels that Prometheus adds, and its own `up`."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        text = (await http.get(f"{planner.url}/metrics")).text
    job = ("job", "planner")
    found: Scrape = {("up", frozenset({job})): 1.0}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name, frozenset({*sample.labels.items(), job})] = sample.value
    return found


def firing(first: Scrape, last: Scrape) -> set[str]:
    """The alerts whose expression holds, by what was scraped five minutes apart; how long they must hold is left out."""
    scrapes = Scrapes(first, last, seconds=300)
    return {rule["alert"] for rule in RULES if evaluated(rule["expr"], scrapes)}


async def told_by_worker(planner: Planner, counts: WorkerCounts, **facts: int) -> None:
    """A heartbeat that stays: that of the only worker."""
    await planner.redis.zadd(keys.WORKERS, {"w": wall_ms() + 600_000})
    await planner.redis.hset(keys.WORKER + "w", mapping={"counts": counts(), **facts})


async def test_rules_fire_on_planted_trouble_and_only_then(planner: Planner) -> None:
    await planner.tell("/start")
    await rows(planner, BACKED_UP)
    await planner.stop_workers()
    counts = WorkerCounts()
    counts.observe(ANSWER_SECONDS, 40)
    for state in ("done", "retry"):
        counts.count(JOB_ATTEMPTS, "handle_update", state)
    await told_by_worker(planner, counts, memory_kb=50_000, ticked=wall_ms())
    first = await labelled(planner)
    assert firing(first, first) == HERE
    for statement in PLANTED_ROWS:
        await rows(planner, statement)
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        for _ in range(3):
            headers = {"X-Telegram-Bot-Api-Secret-Token": "another", "content-type": "application/json"}
            await http.post(f"{planner.url}/webhook/telegram", headers=headers, json=message("x"))
    await until(lambda: planner.redis.hexists(keys.OBSERVED, "webhook_secret"), what="the api's word")
    await planner.redis.zadd(keys.LANES, {"chat:77": wall_ms() - 400_000})
    await record_observation(planner.redis, "telegram", {"pending": 150, "last_error": None})
    for _ in range(60):
        counts.observe(ANSWER_SECONDS, 40)
        counts.count(JOB_ATTEMPTS, "handle_update", "retry")
    await told_by_worker(planner, counts, memory_kb=400_000, ticked=1)
    expected = {rule["alert"] for rule in RULES} - NOT_PLANTED | HERE

    async def all_fire() -> bool:
        """The verdict is up to five seconds old."""
        found = firing(first, await labelled(planner))
        assert found <= expected
        return found == expected

    await until(all_fire, what="all alerts")
    await planner.redis.zrem(keys.WORKERS, "w")
    assert "PlannerWithoutWorker" in firing(first, await labelled(planner))


# The api of the tests is in the tests' own process, which is large.
HERE = {"PlannerApiMemory"}
# Stores that are away and refusals of a full queue cannot be had together with the rest.
NOT_PLANTED = {
    "PlannerDown",
    "PlannerWithoutWorker",
    "PlannerQueueUnreachable",
    "PlannerDatabaseUnreachable",
    "PlannerRedisNearlyFull",
    "PlannerRefusesUpdates",
    "PlannerApiMemory",
}
BACKED_UP = "INSERT INTO backup_run (started_at, finished_at, state) VALUES (now(), now(), 'done')"
PLANTED_ROWS = (
    "UPDATE backup_run SET finished_at = now() - interval '40 hours'",
    """INSERT INTO dead_letter (job_id, job_name, arguments, attempts, error, dead_at)
       VALUES ('j1', 'embed_tasks', '{}', 4, 'ValueError', now())""",
    """INSERT INTO outbound_message (chat_telegram_id, purpose, ephemeral, method, payload, dedupe_key, trace_id, state,
         attempts, available_at, error, created_at)
       SELECT 5, 'answer', false, 'sendMessage', '{"text": "x"}', 'k' || state, 'u1', state, 1, now() - interval '10 minutes',
         'refused', now() - interval '10 minutes' FROM unnest(ARRAY['failed', 'unknown', 'pending']) AS state""",
    """INSERT INTO delivery_pause (chat_telegram_id, paused_at, paused_by, reason) VALUES (5, now(), 'operator', '')""",
    "UPDATE schedule SET next_run_at = now() - interval '20 minutes', enabled = true",
    """INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, parts, alone, state, reason)
       SELECT id, current_date, 'UTC', now(), now(), 1, false, 'failed', 'refused' FROM schedule LIMIT 1""",
    """INSERT INTO budget (scope, period, starts_on, reserved_micros, spent_micros, announced_at)
       VALUES (0, 'day', (now() AT TIME ZONE 'UTC')::date, 0, 99999999, now())""",
)


def test_each_rule_says_what_it_is_and_what_to_do() -> None:
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"]
        assert rule["labels"]["severity"] in {"page", "ticket"}


def test_panels_lie_side_by_side_and_have_a_unit() -> None:
    places: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        taken = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not taken & places
        assert at["x"] + at["w"] <= 24
        assert panel["fieldConfig"]["defaults"]["unit"]
        places |= taken


def test_promtool_agrees_where_there_is_one() -> None:
    tool = shutil.which("promtool")
    command = [tool, "test", "rules", "alerts_test.yaml"] if tool else ["true"]
    done = subprocess.run(command, cwd=MONITORING, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_kind_of_trouble_and_every_rule_leads_to_a_heading_of_the_runbook() -> None:
    runbook = (MONITORING.parent / "docs" / "runbook.md").read_text()
    headings = set(re.findall(r"^## (\S+)$", runbook, re.MULTILINE))
    assert set(KINDS) - headings == set()
    addresses = [rule["annotations"]["runbook_url"] for rule in RULES]
    asked = {address.partition("#")[2] for address in addresses}
    assert asked - headings - {"{{ $labels.kind }}"} == set()
    assert {address.partition("#")[0] for address in addresses} == {"ops/docs/runbook.md"}

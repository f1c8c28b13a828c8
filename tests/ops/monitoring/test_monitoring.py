"""Rules and dashboard ask for nothing that /metrics does not say, and the numbers are right."""

import datetime as dt
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import yaml
from prometheus_client.parser import text_string_to_metric_families

from models.health.trouble import KINDS
from models.runtime import clock
from tests.invariants.service_faults import rows
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
    """What /metrics says: the value by name and labels' values."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        text = (await http.get(f"{planner.url}/metrics")).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, tuple(sample.labels.values())): sample.value for sample in samples}


async def promised(planner: Planner) -> set[str]:
    """Every name /metrics can say, also those of which there is no sample today."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        text = (await http.get(f"{planner.url}/metrics")).text
    families = re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE)
    return {name for name, _ in families}


async def test_rules_and_dashboard_ask_only_for_what_there_is(planner: Planner) -> None:
    await planner.tell("/start")
    asked = {name for rule in RULES for name in NAME.findall(rule["expr"])}
    asked |= {
        name
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
    assert found["planner_digest_lateness_seconds", ("0.5",)] == 120
    assert found["planner_digests_1d", ("sent",)] == 3
    assert 17_990 < found["planner_backup_age_seconds", ()] < 18_100
    assert found["planner_updates_handled_5m", ("done",)] == 1
    assert 0 < found["planner_answer_seconds", ("0.95",)] < 10
    assert found["planner_deliveries_1h", ("sent",)] >= 1
    assert found["planner_job_attempts_5m", ("handle_update", "done")] == 1
    assert found["planner_cost_usd_cap", ()] == 10
    assert found["planner_database_up", ()] == 1
    clock.shift_clock(dt.timedelta(minutes=6))
    assert ("planner_answer_seconds", ("0.95",)) not in await scraped(planner)


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

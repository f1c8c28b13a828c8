"""Planted trouble of every kind: the public address, metrics, alerts and the doctor say the same, and so they do when it is over."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from types import SimpleNamespace

import httpx
import pytest
from sqlalchemy import text

from models.health.observations import record_observation
from models.health.verdict import load_verdict
from models.queue import keys
from models.queue.connection import connect_queue
from models.runtime.clock import wall_ms
from ops.cli.doctor.findings import Finding
from ops.cli.doctor.verdict_check import check_verdict
from ops.stores import free_port
from tests.invariants.service_faults import message, rows, services_of
from tests.patience import until
from tests.planner import Planner, Stores
from worker.alerts.run_checks import apply_findings

Plant = Callable[[Planner], Awaitable[None]]
CALL = """INSERT INTO model_call (workspace_id, trace_id, step, prompt_hash, purpose, model, state, error, created_at,
            reserved_micros, cost_micros, tokens_in, tokens_cached, tokens_out)
          SELECT w.id, 'u1', n::text, 'h', 'understand', 'm', 'failed', 'unreachable', now(), 0, 0, 0, 0, 0
          FROM workspace w, generate_series(1, 3) n"""
UNSENT = """INSERT INTO outbound_message (chat_telegram_id, purpose, ephemeral, method, payload, dedupe_key, trace_id, state, attempts,
              available_at, error, created_at)
            VALUES (5, 'answer', false, 'sendMessage', '{"text": "x"}', :key, 'u1', :state, 1, now() + :later * interval '1 hour', :error,
              now() - interval '10 minutes')"""


def sql(statement: str, **values) -> Plant:
    async def plant(planner: Planner) -> None:
        await rows(planner, statement, **values)

    return plant


def observed(name: str, **facts) -> Plant:
    async def plant(planner: Planner) -> None:
        await record_observation(planner.redis, name, facts)

    return plant


async def no_worker(planner: Planner) -> None:
    await planner.stop_workers()


async def scheduler_stands(planner: Planner) -> None:
    (worker,) = planner.workers
    name = keys.WORKER + worker.services.worker_id
    worker.scheduler.pause()

    async def stands() -> bool:
        """A look that had begun may end after the pause."""
        worker.last_tick.at_ms = old = wall_ms() - 120_000
        await asyncio.sleep(0.1)
        return worker.last_tick.at_ms == old

    await until(stands, what="a scheduler that stands still")
    await planner.redis.hset(name, "ticked", worker.last_tick())


async def wrong_secret(planner: Planner) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": "another", "content-type": "application/json"}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        for _ in range(3):
            refused = await client.post(f"{planner.url}/webhook/telegram", headers=headers, json=message("x"))
            assert refused.status_code == 401
    await until(lambda: planner.redis.hexists(keys.OBSERVED, "webhook_secret"), what="the api's word")


async def undelivered_updates(planner: Planner) -> None:
    facts = {"pending": 7, "last_error": "Wrong response: 401", "last_error_at": wall_ms() / 1000}
    await record_observation(planner.redis, "telegram", facts)


async def old_message(planner: Planner) -> None:
    await planner.redis.zadd(keys.LANES, {"77": wall_ms() - 400_000})


# What is planted, and the kind it must be called.
PLANTED: dict[str, Plant] = {
    "scheduler": scheduler_stands,
    "webhook_secret": wrong_secret,
    "telegram_away": observed("telegram", error="Unauthorized"),
    "undelivered_updates": undelivered_updates,
    "queue_old": old_message,
    "outbox_old": sql(
        UNSENT, key="k1", state="pending", error="too many requests, retry after 30 s", later=1
    ),
    "digests_overdue": sql("UPDATE schedule SET next_run_at = now() - interval '20 minutes'"),
    "deliveries_paused": sql(
        "INSERT INTO delivery_pause (chat_telegram_id, paused_at, paused_by, reason) VALUES (6, now(), 'operator', '')"
    ),
    "failed_answers": sql(UNSENT, key="k2", state="failed", error="can't parse entities", later=0),
    "unknown_answers": sql(UNSENT, key="k3", state="unknown", error="Timed out", later=0),
    "digests": sql(
        """INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, parts, alone, state, reason)
           SELECT id, current_date, 'UTC', now(), now(), 1, false, 'failed', 'refused' FROM schedule LIMIT 1"""
    ),
    "model_away": sql(CALL),
    "budget": sql(
        """INSERT INTO budget (scope, period, starts_on, reserved_micros, spent_micros, announced_at)
           VALUES (0, 'day', (now() AT TIME ZONE 'UTC')::date, 0, 9999999, now())"""
    ),
    "dead_letters": sql(
        """INSERT INTO dead_letter (job_id, job_name, arguments, attempts, error, dead_at)
           VALUES ('j1', 'handle_update', '{}', 4, 'ValueError', now())"""
    ),
    "backup": sql(
        """INSERT INTO backup_run (started_at, finished_at, state)
           VALUES (now() - interval '40 hours', now() - interval '40 hours', 'done')"""
    ),
    "certificate": observed("certificate", host="x.example", days=3),
    "no_worker": no_worker,
}


async def public_answer(planner: Planner) -> tuple[int, set[str]]:
    """The status of the public address, and the kinds it lists to this machine."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        answer = await client.get(f"{planner.url}/health/service")
    return answer.status_code, {each["kind"] for each in answer.json()["troubles"]}


async def metric_kinds(planner: Planner) -> set[str]:
    """The kinds whose metric is 1."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        lines = (await client.get(f"{planner.url}/metrics")).text.splitlines()
    return {
        line.split('kind="')[1].split('"')[0]
        for line in lines
        if line.startswith("planner_trouble{") and line.endswith(" 1.0")
    }


async def found_kinds(planner: Planner, **changed) -> list[str]:
    """The verdict as the doctor takes it."""
    chosen = planner.settings.model_copy(update=changed)
    return [trouble.kind for trouble in (await load_verdict(planner.redis, chosen)).troubles]


async def test_all_say_the_same_of_every_kind_of_trouble(stores: Stores) -> None:
    async with Planner.running(stores, backup_hours=30) as planner:
        await planner.tell("/start")
        assert await found_kinds(planner) == []
        for kind, plant in PLANTED.items():
            await plant(planner)
            assert kind in await found_kinds(planner)
        status, listed = await public_answer(planner)
        assert status == 503
        # Its observation was replaced, and without a worker nobody tells of the scheduler.
        assert listed == set(PLANTED) - {"telegram_away", "scheduler"}
        assert await metric_kinds(planner) == listed
        async with services_of(planner) as services:
            found = await load_verdict(services.redis, planner.settings)
            await apply_findings(services, found.checked, found.troubles)
        alerts = {kind for (kind,) in await rows(planner, "SELECT kind FROM alert WHERE over_at IS NULL")}
        assert alerts == listed
        findings = {finding.what: finding.level for finding in await asyncio.to_thread(_doctor, planner)}
        assert {what.replace(" ", "_") for what, level in findings.items() if level != "ok"} == listed
        assert findings["no worker"] == "fail"
        levels = [trouble.level for trouble in found.troubles]
        assert levels == sorted(levels, key=["down", "warning", "notice"].index)


async def test_a_store_that_is_away_full_locked_or_of_another_version(
    planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await planner.tell("/start")
    nowhere = f"postgresql+asyncpg://x:y@127.0.0.1:{free_port()}/z"
    assert await found_kinds(planner, database_url=nowhere) == ["database_away"]
    away = connect_queue(f"redis://127.0.0.1:{free_port()}/0", timeout=0.5)
    verdict = await load_verdict(away, planner.settings)
    await away.aclose()
    assert [trouble.kind for trouble in verdict.troubles] == ["queue_away"]
    # What could not be looked at is not known to be over.
    assert not verdict.checked & {"no_worker", "queue_old", "certificate"}
    await planner.redis.config_set("maxmemory-policy", "allkeys-lru")
    assert await found_kinds(planner) == ["queue_settings"]
    await planner.redis.config_set("maxmemory-policy", "noeviction")
    await planner.redis.set("fill", b"x" * 6_000_000)
    assert await found_kinds(planner, queue_full_percent=10) == ["queue_full"]
    await planner.redis.delete("fill")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=100_000, free=1_000))
    assert await found_kinds(planner) == ["disk"]
    monkeypatch.undo()
    async with planner.database.transaction() as session:
        await session.execute(text("LOCK TABLE outbound_message IN ACCESS EXCLUSIVE MODE"))
        assert "database_locked" in await found_kinds(planner)
    assert await found_kinds(planner) == []
    await rows(planner, "ALTER TABLE dead_letter RENAME TO other_letter")
    assert await found_kinds(planner) == ["schema"]
    assert (await public_answer(planner))[0] == 503


async def test_strangers_hear_one_word(planner: Planner) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        await planner.tell("/start")
        through_nginx = {"X-Forwarded-For": "203.0.113.9"}
        answer = await client.get(f"{planner.url}/health/service", headers=through_nginx)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert (await client.head(f"{planner.url}/health/service")).status_code == 200
        assert (await client.get(f"{planner.url}/health")).json() == {"status": "ok"}


def _doctor(planner: Planner) -> list[Finding]:
    return list(check_verdict(planner.settings))

"""Health and metrics: what they say, and to whom."""

import json

import httpx
import pytest

from models.queue import keys
from models.runtime.clock import wall_ms
from tests.api.conftest import Door
from tests.chaos.programs import Site
from tests.invariants.service_faults import message


async def get(door: Door, path: str, **how):
    return await door.send(b"", method="GET", path=path, secret=None, **how)


async def test_health_says_that_the_process_is_alive(door: Door) -> None:
    answer = await get(door, "/health")
    assert (answer.status, json.loads(answer.body)) == (200, {"status": "ok"})


async def test_ready_tells_the_queue_and_its_oldest_update(door: Door) -> None:
    await door.send(json.dumps(message("Buy washers")).encode())
    answer = await get(door, "/health/ready")
    facts = json.loads(answer.body)
    assert answer.status == 200
    assert (facts["status"], facts["queued"], facts["lanes_waiting"]) == ("ready", 1, 1)
    assert 0 <= facts["oldest_update_ms"] < 5000


async def test_an_update_that_waits_too_long_makes_the_door_unready(door: Door) -> None:
    await door.send(json.dumps(message("Buy washers")).encode())
    await door.redis.zadd(keys.LANES, {"chat:1001": wall_ms() - 301_000})
    answer = await get(door, "/health/ready")
    assert (answer.status, json.loads(answer.body)["reason"]) == (503, "updates_waiting")


async def test_metrics_count_what_came_in(door: Door) -> None:
    before = await _count(door, "started")
    await door.send(json.dumps(message("Buy washers")).encode())
    assert await _count(door, "started") == before + 1
    text = (await get(door, "/metrics")).body.decode()
    assert "planner_queue_up 1.0" in text
    assert "planner_queued 1.0" in text


async def test_metrics_are_not_there_for_whoever_comes_through_a_proxy(door: Door) -> None:
    answer = await get(door, "/metrics", extra="X-Forwarded-For: 203.0.113.9\r\n")
    assert answer.status == 404


@pytest.fixture
async def guarded(running_door: Door):
    """A second api on the same queue, whose numbers need a token."""
    from ops.stores import free_port

    port = free_port()
    site: Site = running_door.site
    program = site.add("api.main", PORT=str(port), METRICS_TOKEN="numbers-for-me")
    from tests.patience import until

    async def alive() -> bool:
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            try:
                return (await client.get(f"http://127.0.0.1:{port}/health")).status_code == 200
            except httpx.HTTPError:
                return False

    await until(alive, what="the second api")
    yield f"http://127.0.0.1:{port}/metrics"
    program.end()


async def test_with_a_token_set_only_its_bearer_sees_the_metrics(guarded: str) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        assert (await client.get(guarded)).status_code == 404
        wrong = {"Authorization": "Bearer numbers-for-m"}
        assert (await client.get(guarded, headers=wrong)).status_code == 404
        right = {"Authorization": "Bearer numbers-for-me", "X-Forwarded-For": "203.0.113.9"}
        assert (await client.get(guarded, headers=right)).status_code == 200


async def test_an_unknown_path_is_404_and_no_documentation_is_served(door: Door) -> None:
    for path in ("/", "/docs", "/openapi.json", "/webhook", "/webhook/telegram/x"):
        answer = await get(door, path)
        assert answer.status in (404, 405), path
        assert b"Traceback" not in answer.body


async def _count(door: Door, outcome: str) -> float:
    text = (await get(door, "/metrics")).body.decode()
    line = next(
        row for row in text.splitlines() if row.startswith(f'planner_updates_total{{outcome="{outcome}"}}')
    )
    return float(line.split()[-1])

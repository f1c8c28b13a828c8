"""The overview's first line says what is wrong, and each of its figures opens exactly what it counted."""

import re
from html import unescape

from tests.api.dashboard.conftest import Visit
from tests.invariants.service_faults import rows

RUN = """INSERT INTO job_run (job_id, job_name, arguments, attempt, state, worker_id, enqueued_at, started_at, finished_at, error)
         SELECT :id || n, 'embed_tasks', '{}', 1, :state, 'w', now() - :ago * interval '1 minute',
           now() - :ago * interval '1 minute', now(), :error FROM generate_series(1, :count) n"""
MESSAGE = """INSERT INTO outbound_message (chat_telegram_id, purpose, ephemeral, method, payload, dedupe_key, trace_id, state,
               attempts, available_at, error, created_at)
             VALUES (5, 'answer', false, 'sendMessage', '{"text": "x"}', :key, 'u1', :state, 1, now(), :error,
               now() - :ago * interval '1 hour')"""
SCHEDULED = """INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, sent_at, parts, alone, state)
               SELECT id, current_date, 'UTC', now(), now(), now(), 1, false, 'sent' FROM schedule"""


async def test_the_first_line_and_the_figures_lead_to_what_they_count(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    page = await visit.log_in()
    assert await page.inner_text(".well") == "All is well."
    for count, state, ago, error in (
        (3, "retry", 5, "TimeoutError: x"),
        (2, "lost", 5, None),
        (4, "dead", 5, "ValueError: TimeoutError"),
        (7, "retry", 90, "TimeoutError: x"),
        (1, "done", 5, None),
    ):
        await rows(planner, RUN, id=f"{state}{ago}:", count=count, state=state, ago=ago, error=error)
    for key, state, ago, error in (
        ("a", "failed", 1, "can't parse entities"),
        ("b", "failed", 30, "can't parse entities"),
        ("c", "failed", 1, "Forbidden: bot was blocked by the user"),
        ("d", "unknown", 1, "Timed out"),
    ):
        await rows(planner, MESSAGE, key=key, state=state, ago=ago, error=error)
    await rows(planner, SCHEDULED)
    await planner.redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        await page.wait_for_selector(".verdict")
        lines = [await line.inner_text() for line in await page.locator(".verdict li").all()]
    finally:
        await planner.redis.config_set("maxmemory-policy", "noeviction")
    assert [line.split(" Look")[0] for line in lines] == [
        "Warning Telegram refused 1 message of the last day, the latest: can't parse entities.",
        "Warning 1 message of the last day may or may not have arrived, the latest: Timed out.",
        "Warning Redis may lose messages: maxmemory_policy is allkeys-lru.",
    ]
    html = await page.inner_html("main")
    figures = {unescape(address): int(number) for address, number in LINKED.findall(html)}
    assert figures["/dashboard/jobs?state=failed&hours=1"] == 9
    assert figures["/dashboard/jobs?state=failed&hours=1&name=embed_tasks&kind=TimeoutError"] == 3
    assert figures["/dashboard/outbox?state=failed&hours=24&lost=1"] == 1
    assert figures["/dashboard/outbox?state=unknown&hours=24&lost=1"] == 1
    assert figures["/dashboard/schedules?outcome=sent&hours=24"] >= 1
    for address, number in figures.items():
        if "hours=" in address:
            await visit.open(address.removeprefix("/dashboard"))
            assert await page.locator("[data-row]").count() == number, address


LINKED = re.compile(r'<a href="([^"]+)">(?:Failed, 1 h</a></dt><dd>)?(\d+)')

"""Jobs, traces and messages name their chat and person to operators, who can search by the name; viewers see the id."""

import httpx

from api.dashboard.auth.sessions import Sessions
from models.runtime.clock import wall_ms
from tests.api.dashboard.conftest import VIEWER, Visit
from tests.invariants.service_faults import rows
from tests.planner import OWNER, Planner
from tests.stories.groups.group_steps import DIMA, GROUP, bound, peopled, say


async def asked(planner: Planner, role: str, path: str, **query: str) -> httpx.Response:
    _, word = Sessions(planner.settings, planner.redis).start(role, role, wall_ms() // 1000)
    async with httpx.AsyncClient(timeout=60, headers={"authorization": f"Bearer {word}"}) as client:
        return await client.get(f"{planner.url}/dashboard/api{path}", params=query)


def chats(rows: list[dict]) -> set[tuple[int, str, str]]:
    return {(row["chat"]["telegram_id"], row["chat"]["title"], row["chat"]["person"]) for row in rows}


async def test_chat_and_person_are_named_to_operators_and_searched_by(visit: Visit) -> None:
    planner = visit.planner
    await peopled(planner)
    await bound(planner)
    await say(planner, "@planner_sandbox_bot Fix the spindle", user=DIMA)

    async def jobs(chat: str, role: str = "operator") -> list[dict]:
        return (await asked(planner, role, "/jobs", chat=chat)).json()["page"]["jobs"]

    (in_group,) = [
        job for job in await jobs("crew") if job["name"] == "handle_update" and job["chat"]["person"]
    ]
    assert chats([in_group]) == {(GROUP, "Crew", "Dima")}
    of_dima = await jobs("dim")
    assert {(GROUP, "Crew", "Dima"), (DIMA, "", "Dima")} == chats(of_dima)
    assert {job["name"] for job in of_dima} >= {"handle_update", "deliver_message"}
    assert {chat for chat, _, _ in chats(await jobs(str(OWNER)))} == {OWNER}
    assert await jobs("nobody") == []
    # A name's own wildcard stands for itself.
    assert await jobs("%") == []
    traces = (await asked(planner, "operator", "/traces", chat="Dima")).json()
    assert chats(traces) == {(GROUP, "Crew", "Dima"), (DIMA, "", "Dima")}
    sent = (await asked(planner, "operator", "/outbox", chat="Crew")).json()["rows"]
    assert chats(sent) == {(GROUP, "Crew", "")}
    assert (await asked(planner, "operator", "/pending-jobs", state="queued", chat="Dima")).json()[
        "jobs"
    ] == []

    for path in ("/jobs", "/traces", "/outbox"):
        assert (await asked(planner, "viewer", path, chat="Dima")).status_code == 422, path
        assert "Dima" not in (await asked(planner, "viewer", path)).text, path
        assert "Crew" not in (await asked(planner, "viewer", path)).text, path
    assert chats(await jobs(str(DIMA), "viewer")) == {(DIMA, "", ""), (GROUP, "", "")}

    page = await visit.log_in()
    for path in (f"/jobs/{in_group['job_id']}", f"/traces/{in_group['trace_id']}"):
        await visit.open(path)
        assert "Crew, Dima" in await page.inner_text("main"), path
    await visit.open("/traces?chat=dima")
    assert await page.locator("[data-row]").count() == len(traces)
    await visit.follow("text=Crew, Dima")
    assert page.url.endswith(f"/dashboard/traces?chat={GROUP}")
    await visit.context.clear_cookies()
    await visit.log_in(VIEWER)
    await visit.open(f"/jobs/{in_group['job_id']}")
    assert str(GROUP) in await page.inner_text("main")
    assert "Crew" not in await page.inner_text("main")

    async def schedules(role: str = "operator", **query: str) -> set[tuple[str, str]]:
        found = (await asked(planner, role, "/schedules", **query)).json()
        return {(each["kind"], (each["chat"] or {}).get("person", "")) for each in found}

    await rows(planner, RAN_TODAY)
    await rows(planner, FAILED_YESTERDAY)
    kinds = {kind for kind, _ in await schedules()}
    assert await schedules(chat="dima") == {(kind, "Dima") for kind in kinds}
    assert await schedules(kind="morning_digest", chat="dima") == {("morning_digest", "Dima")}
    assert await schedules("viewer", kind="morning_digest") == {("morning_digest", "")}
    assert await schedules(outcome="failed") == set()
    assert await schedules(outcome="failed", day="2026-01-02", kind="day_plan") == await schedules(
        kind="day_plan"
    )
    assert await schedules(day="2026-01-03") == set()
    for query in ({"outcome": "odd"}, {"day": "odd"}):
        assert (await asked(planner, "operator", "/schedules", **query)).status_code == 422, query
    await visit.context.clear_cookies()
    await visit.log_in()
    await page.set_viewport_size({"width": 360, "height": 780})
    await visit.open("/schedules?kind=morning_digest&chat=dima&day=2026-01-02")
    outcome = page.locator("[data-row] td").first
    assert "failed" in await outcome.inner_text()
    box = await outcome.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 360
    assert (await page.goto(f"{planner.url}/dashboard/schedules?kind=odd")).status == 422


RAN_TODAY = """INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, sent_at, parts, alone, state)
  SELECT id, current_date, 'UTC', now(), now(), now(), 1, false, 'sent' FROM schedule ON CONFLICT DO NOTHING"""
FAILED_YESTERDAY = """INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, parts, alone, state, reason)
  SELECT id, '2026-01-02', 'UTC', now(), now(), 0, false, 'failed', 'Refused' FROM schedule"""

"""Who gets in, who does not, and what an open page may not do."""

import httpx
import pytest
from sqlmodel import col, select

from api.dashboard.auth.sessions import Sessions
from models.console.login_links import issue_login
from models.runtime.clock import wall_ms
from models.tables.job_run import JobRun
from tests.api.dashboard.conftest import PASSWORD, VIEWER, Visit
from tests.planner import Planner, Stores


async def test_a_wrong_password_is_refused_and_the_right_one_leads_where_one_wanted(visit: Visit) -> None:
    page = await visit.open("/dead-letters")
    assert "/dashboard/login" in page.url
    await page.fill('input[name="password"]', "guess")
    await visit.follow("button.main")
    assert await page.inner_text(".wrong") == "Wrong password."
    assert [c["name"] for c in await visit.context.cookies() if c["name"] == "planner_session"] == []

    await page.fill('input[name="password"]', PASSWORD)
    await visit.follow("button.main")
    assert page.url.endswith("/dashboard/dead-letters")
    assert await page.inner_text("h1") == "Dead letters"
    (cookie,) = [c for c in await visit.context.cookies() if c["name"] == "planner_session"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert PASSWORD not in cookie["value"]


async def test_after_logging_out_the_old_session_is_worth_nothing(visit: Visit) -> None:
    page = await visit.log_in()
    old = {c["name"]: c["value"] for c in await visit.context.cookies()}["planner_session"]
    await visit.follow("text=Log out")
    assert "/dashboard/login" in page.url
    async with httpx.AsyncClient(
        base_url=visit.planner.url, timeout=60, cookies={"planner_session": old}
    ) as client:
        assert (await client.get("/dashboard")).status_code == 303


async def test_a_code_from_the_bot_lets_in_once(visit: Visit) -> None:
    code = await issue_login(visit.planner.redis, "Anna")
    page = await visit.open(f"/login/link#{code}")
    assert await page.input_value("[data-code]") == code
    assert code not in page.url
    await visit.follow("button.main")
    assert await page.inner_text("h1") == "Overview"
    assert "Anna" in await page.inner_text(".who")

    await visit.context.clear_cookies()
    page = await visit.open("/login/link")
    await page.fill("[data-code]", code)
    await visit.follow("button.main")
    assert "has been used" in await page.inner_text(".wrong")


async def test_guessing_is_stopped_after_ten_tries(guarded: Planner) -> None:
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60) as client:
        told = [
            (await client.post("/dashboard/login", data={"password": f"{n}"})).status_code for n in range(12)
        ]
        assert told == [401] * 10 + [429] * 2
        # Not even the right one, until the quarter of an hour is over.
        assert (await client.post("/dashboard/login", data={"password": PASSWORD})).status_code == 429


async def test_without_a_session_nothing_is_shown_and_nothing_done(guarded: Planner) -> None:
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60) as client:
        for path in (
            "",
            "/jobs",
            "/jobs/update:1",
            "/dead-letters",
            "/dead-letters/1",
            "/lanes",
            "/traces/u1",
            "/schedules",
            "/outbox",
            "/usage",
            "/estimates",
        ):
            answer = await client.get(f"/dashboard{path}")
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/dashboard/login"), path
        for path in ("/live/overview", "/live/lanes", "/live/jobs/update:1"):
            assert (await client.get(f"/dashboard{path}")).status_code == 401, path
        for path in (
            "/jobs/act",
            "/dead-letters/1/retry",
            "/dead-letters/1/text",
            "/traces/u1/text",
            "/schedules/1/act",
        ):
            assert (await client.post(f"/dashboard{path}")).status_code == 401, path


async def test_every_answer_carries_the_security_headers(guarded: Planner) -> None:
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60) as client:
        for path in ("", "/login", "/assets/dashboard.css", "/assets/nothing.css", "/api/overview"):
            headers = (await client.get(f"/dashboard{path}")).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"


def _session(planner: Planner, role: str, *, ago: int = 0) -> tuple[dict[str, str], str]:
    """A cookie as the api would have given it `ago` seconds before, and its CSRF token."""
    sessions = Sessions(planner.settings, planner.redis)
    visitor, word = sessions.start(role, role, wall_ms() // 1000 - ago)
    return {"planner_session": word}, sessions.csrf_token(visitor)


async def test_an_action_needs_the_pages_own_token_and_site(guarded: Planner) -> None:
    cookies, csrf = _session(guarded, "operator")
    form = {"action": "cancel", "job": "update:1"}
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60, cookies=cookies) as client:
        post = "/dashboard/jobs/act"
        assert (await client.post(post, data=form)).status_code == 403
        assert (await client.post(post, data={**form, "csrf": "0" * 64})).status_code == 403
        foreign = {"origin": "https://evil.example"}
        assert (await client.post(post, data={**form, "csrf": csrf}, headers=foreign)).status_code == 403
        other = {"sec-fetch-site": "cross-site"}
        assert (await client.post(post, data={**form, "csrf": csrf}, headers=other)).status_code == 403
        assert (await client.post(post, data={**form, "csrf": csrf})).status_code == 303


async def test_a_session_ends_after_its_hours_and_cannot_be_forged(guarded: Planner) -> None:
    cookies, _ = _session(guarded, "operator", ago=12 * 3600)
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60) as client:
        assert (await client.get("/dashboard", cookies=cookies)).status_code == 303
        cookies, _ = _session(guarded, "viewer")
        body, _, mac = cookies["planner_session"].partition(".")
        for word in (f"{body}.{'0' * 64}", f"{body[:-4]}AAAA.{mac}", "a.b", "é.x", "."):
            headers = {"cookie": f"planner_session={word}".encode()}
            assert (await client.get("/dashboard", headers=headers)).status_code == 303


async def test_a_viewer_sees_but_neither_acts_nor_reads_peoples_words(visit: Visit) -> None:
    await visit.planner.tell("/start")
    await visit.planner.tell("Call Anna")
    page = await visit.log_in(VIEWER)
    await visit.follow("text=Jobs")
    assert await page.locator("[data-row]").count() > 0
    assert await page.locator("button[name=action]").count() == 0
    cookies, csrf = _session(visit.planner, "viewer")
    (run,) = (await visit.planner.rows(select(JobRun).order_by(col(JobRun.id))))[:1]
    async with httpx.AsyncClient(base_url=visit.planner.url, timeout=60, cookies=cookies) as client:
        for path in (
            "/jobs/act",
            f"/traces/{run.trace_id}/text",
            "/dead-letters/1/retry",
            "/schedules/1/act",
        ):
            told = await client.post(
                f"/dashboard{path}", data={"csrf": csrf, "action": "cancel", "job": run.job_id}
            )
            assert told.status_code == 403, path


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil.example", "/dashboard.evil"]
)
async def test_a_login_leads_nowhere_else(guarded: Planner, address: str) -> None:
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60) as client:
        answer = await client.post("/dashboard/login", data={"password": PASSWORD, "next": address})
        assert answer.headers["location"] == "/dashboard"


async def test_an_open_dashboard_is_open_to_this_machine_alone(stores: Stores) -> None:
    async with (
        Planner.running(stores, dashboard_open=True) as planner,
        httpx.AsyncClient(base_url=planner.url, timeout=60) as client,
    ):
        page = await client.get("/dashboard")
        assert page.status_code == 200
        # A proxy between, or a foreign name that points here, is not this machine.
        assert (await client.get("/dashboard", headers={"x-forwarded-for": "203.0.113.5"})).status_code == 303
        assert (await client.get("/dashboard", headers={"host": "rebound.example"})).status_code == 303
        assert (
            await client.post("/dashboard/jobs/act", data={"action": "cancel", "job": "x"})
        ).status_code == 403


async def test_without_a_password_there_is_no_dashboard(planner: Planner) -> None:
    async with httpx.AsyncClient(base_url=planner.url, timeout=60) as client:
        for path in ("", "/login", "/jobs", "/api/overview"):
            assert (await client.get(f"/dashboard{path}")).status_code == 404

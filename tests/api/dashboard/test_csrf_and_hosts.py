"""Whose request it is: what spares the page's own token, and under which names this machine answers."""

from urllib.parse import urlsplit

import httpx
import pytest

from api.dashboard.auth.sessions import Sessions
from models.runtime.clock import wall_ms
from tests.api.addresses import status_of
from tests.planner import Planner, Stores

ACT, FORM = "/dashboard/jobs/act", {"action": "cancel", "job": "update:1"}
JSON_ACT, WISH = "/dashboard/api/jobs/act", {"action": "cancel", "job_ids": ["update:1"]}
NOT_BEARERS = {
    "Basic": "Basic b3BlcmF0b3I6eA==",
    "nothing": "",
    "a word": "x",
    "Bearer of nothing": "Bearer",
    "Bearer of anything": "Bearer x",
    "Bearer, misspelt": "Bearers {word}",
    "Digest with our word": "Digest {word}",
    "the word alone": "{word}",
}


def _word(planner: Planner, role: str = "operator") -> str:
    return Sessions(planner.settings, planner.redis).start(role, role, wall_ms() // 1000)[1]


@pytest.mark.parametrize("header", NOT_BEARERS.values(), ids=NOT_BEARERS.keys())
async def test_a_cookie_with_any_authorization_header_still_needs_the_pages_token(
    guarded: Planner, header: str
) -> None:
    word = _word(guarded)
    told = {"authorization": header.format(word=word)}
    async with httpx.AsyncClient(
        base_url=guarded.url, timeout=60, cookies={"planner_session": word}, headers=told
    ) as client:
        for answer in (
            await client.post(ACT, data=FORM),
            await client.post(JSON_ACT, json=WISH),
            await client.post("/dashboard/logout"),
            await client.delete("/dashboard/api/session"),
        ):
            assert answer.status_code in (401, 403), answer.request.url
    async with httpx.AsyncClient(
        base_url=guarded.url, timeout=60, cookies={"planner_session": word}
    ) as client:
        assert (await client.get("/dashboard")).status_code == 200


async def test_a_bearer_of_a_session_acts_without_a_page(guarded: Planner) -> None:
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60) as client:
        for kind in ("Bearer", "bearer"):
            bearer = {"authorization": f"{kind} {_word(guarded)}"}
            assert (await client.post(JSON_ACT, json=WISH, headers=bearer)).status_code == 200
            assert (await client.post(ACT, data=FORM, headers=bearer)).status_code == 303
            assert (await client.delete("/dashboard/api/session", headers=bearer)).status_code == 204
            assert (await client.get("/dashboard/api/overview", headers=bearer)).status_code == 401


async def test_a_viewers_bearer_does_not_act(guarded: Planner) -> None:
    bearer = {"authorization": f"Bearer {_word(guarded, 'viewer')}"}
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60, headers=bearer) as client:
        assert (await client.post(JSON_ACT, json=WISH)).status_code == 403


async def test_an_open_dashboard_is_not_steered_by_a_header_that_anybody_can_send(stores: Stores) -> None:
    async with (
        Planner.running(stores, dashboard_open=True, workers=0) as planner,
        httpx.AsyncClient(base_url=planner.url, timeout=60) as client,
    ):
        for header in ("Basic eDp4", "Bearer x", "Bearer"):
            told = {"authorization": header, "origin": "https://evil.example"}
            assert (await client.post(ACT, data=FORM, headers=told)).status_code == 403
            assert (await client.post(JSON_ACT, json=WISH, headers=told)).status_code == 403


async def test_another_site_may_not_guess_with_our_visitors_browsers(guarded: Planner) -> None:
    async with httpx.AsyncClient(
        base_url=guarded.url, timeout=60, headers={"sec-fetch-site": "cross-site"}
    ) as client:
        assert (await client.post("/dashboard/api/session", json={"password": "x"})).status_code == 403
        assert (await client.post("/dashboard/login", data={"password": "x"})).status_code == 403
    assert await guarded.redis.keys("planner:dashboard:attempts:*") == []


FOREIGN = ("rebound.example", "127.0.0.1.rebound.example", "10.0.0.7", "[::2]", "[", "", "localhost.", "a b")
OURS = ("127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]", "[::1]:8000", "127.8.8.8")


@pytest.mark.parametrize("path", ["/metrics", "/dashboard"])
async def test_this_machine_answers_only_under_its_own_names(stores: Stores, path: str) -> None:
    async with (
        Planner.running(stores, dashboard_open=True, workers=0) as planner,
        httpx.AsyncClient(base_url=planner.url, timeout=60) as client,
    ):
        for host in OURS:
            assert (await client.get(path, headers={"host": host})).status_code == 200, host
        for host in FOREIGN:
            assert (await client.get(path, headers={"host": host})).status_code in (303, 400, 404), host
        twice = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: rebound.example\r\n\r\n".encode()
        assert await status_of(urlsplit(planner.url).port or 0, twice) in (303, 400, 404)
        for name in ("x-forwarded-for", "forwarded"):
            assert (await client.get(path, headers={name: "203.0.113.9"})).status_code in (303, 404)

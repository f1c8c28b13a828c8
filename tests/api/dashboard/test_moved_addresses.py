"""Earlier addresses of the dashboard lead to the present ones, for people and for scripts."""

import httpx
import pytest

from tests.api.dashboard.conftest import PASSWORD
from tests.planner import Planner

MOVED = {
    "/dashboard/letters": "/dashboard/dead-letters",
    "/dashboard/letters/7": "/dashboard/dead-letters/7",
    "/dashboard/letters?name=handle_update&kind=A%20b": "/dashboard/dead-letters?name=handle_update&kind=A%20b",
    "/dashboard/%6cetters/7": "/dashboard/dead-letters/7",
    "/dashboard/letters//elsewhere.example": "/dashboard/dead-letters//elsewhere.example",
    "/dashboard/api/letters": "/dashboard/api/dead-letters",
    "/dashboard/api/letters/kinds": "/dashboard/api/dead-letters/kinds",
    "/dashboard/api/letters/7": "/dashboard/api/dead-letters/7",
    "/dashboard/api/waiting?state=scheduled": "/dashboard/api/pending-jobs?state=scheduled",
}
POSTED = ("/retry", "/7/retry", "/7/discard", "/7/text")


@pytest.mark.parametrize("earlier", MOVED)
async def test_an_earlier_address_moves_for_good(guarded: Planner, earlier: str) -> None:
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60) as client:
        answer = await client.get(earlier)
        assert (answer.status_code, answer.headers["location"]) == (301, MOVED[earlier])
        assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_a_form_or_script_of_before_is_sent_again_with_its_body(guarded: Planner) -> None:
    async with httpx.AsyncClient(base_url=guarded.url, timeout=60) as client:
        for path in POSTED:
            for root in ("/dashboard/", "/dashboard/api/"):
                answer = await client.post(f"{root}letters{path}")
                assert answer.status_code == 308, path
                assert answer.headers["location"] == f"{root}dead-letters{path}"
        opened = await client.post("/dashboard/api/session", json={"password": PASSWORD})
        bearer = {"Authorization": f"Bearer {opened.json()['token']}"}
        kind = {"job_name": "handle_update"}
        retried = await client.post(
            "/dashboard/api/letters/retry", json=kind, headers=bearer, follow_redirects=True
        )
        assert retried.json() == {"queued": 0, "not_queued": 0}

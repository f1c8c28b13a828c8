"""/api while a store is away: 503 with Retry-After in the one shape, nothing half done, one effect when it is sent again.

Fails when an error of a store is answered in another way, or when what was refused is carried out later.
"""

import hashlib
from typing import Any

import httpx
from sqlmodel import select

from models.runtime import clock
from models.tables.api_token import ApiToken
from models.tables.chat import Chat
from tests.chaos.outcome_checks import query
from tests.chaos.programs import Site, own_site
from tests.patience import until

TOKEN = "bp_" + "x" * 43
TASK = {"title": "Weld the frame"}


async def given_access(site: Site) -> None:
    """The owner let in, and a program of theirs that may write."""
    await site.api()
    await site.set_webhook()
    await site.worker()
    said = await site.telegram.say("/start")
    await site.telegram.wait_for_bot_messages(after=said.id, count=2)
    async with site.database.transaction() as session:
        chat = (await session.exec(select(Chat))).one()
        session.add(
            ApiToken(
                workspace_id=chat.workspace_id,
                chat_id=chat.id or 0,
                name="Till",
                may_write=True,
                token_hash=hashlib.sha256(TOKEN.encode()).hexdigest(),
                created_at=clock.now(),
            )
        )


async def ask(site: Site, method: str, path: str, body: Any = None) -> httpx.Response:
    headers = {"authorization": f"Bearer {TOKEN}", "idempotency-key": "frame-1"}
    async with httpx.AsyncClient(base_url=site.url, timeout=60, trust_env=False) as client:
        return await client.request(method, f"/api{path}", json=body, headers=headers)


def is_unavailable(answer: httpx.Response) -> bool:
    assert answer.status_code == 503, (answer.status_code, answer.text)
    assert int(answer.headers["retry-after"]) >= 1
    assert set(answer.json()) == {"error", "message"}
    return answer.json()["error"] == "unavailable"


async def test_what_is_asked_for_while_a_store_is_away_is_refused_and_done_once_when_sent_again() -> None:
    async with own_site() as site:
        await given_access(site)
        assert (await ask(site, "GET", "/tasks")).json()["tasks"] == []
        site.postgres.kill()
        for method, path, body in (
            ("GET", "/tasks", None), ("GET", "/plan/today", None), ("POST", "/tasks", TASK),
            ("POST", "/messages", {"text": "Weld the frame"}), ("GET", "/operations/1", None),
        ):  # fmt: skip
            assert is_unavailable(await ask(site, method, path, body)), (method, path)
        site.postgres.start()

        async def reads_again() -> bool:
            return (await ask(site, "GET", "/tasks")).status_code == 200

        await until(reads_again, what="the api reading again")
        site.valkey.kill()
        for method, path, body in (("POST", "/tasks", TASK), ("POST", "/messages", {"text": "Weld it"})):
            assert is_unavailable(await ask(site, method, path, body)), (method, path)
        site.valkey.start()
        accepted: list[httpx.Response] = []

        async def is_accepted() -> bool:
            accepted.append(await ask(site, "POST", "/tasks", TASK))
            return accepted[-1].status_code == 202

        await until(is_accepted, what="the api accepting again")
        again = await ask(site, "POST", "/tasks", TASK)
        assert again.json()["operation"] == accepted[-1].json()["operation"]
        address = again.json()["operation"].removeprefix("/api")

        async def is_done() -> bool:
            return (await ask(site, "GET", address)).json().get("state") == "done"

        await until(is_done, what="the request being carried out")
        assert [row.title for row in await query(site, "SELECT title FROM task")] == ["Weld the frame"]
        assert await query(site, "SELECT * FROM dead_letter") == []

"""/dashboard: the one who runs the server gets a link that works once; nobody else does, and it stays nowhere."""

import re

import httpx
from sqlmodel import col, select

from models.tables.outbox import OutboundMessage
from tests.planner import Planner, Stores

DIMA, OTHER = 2002, 3003


async def kept(planner: Planner) -> str:
    """All that the database and the queue's Redis hold of answers, as text."""
    rows = await planner.rows(select(OutboundMessage).order_by(col(OutboundMessage.id)))
    keys = [key.decode() async for key in planner.redis.scan_iter("*")]
    return "\n".join([*(str(row.payload) for row in rows), *keys])


async def test_the_link_lets_in_once_and_is_kept_nowhere(stores: Stores, capfd) -> None:
    async with Planner.running(stores, dashboard_password="a long enough password") as planner:
        await planner.tell("/start")
        assert "/dashboard" in await planner.pages(await planner.tell("/help"))
        answer = await planner.tell("/dashboard")
        [code] = re.findall(r"http://127\.0\.0\.1/dashboard/login/link#(\S+)$", answer.text)
        assert code not in await kept(planner)
        assert code not in "".join(capfd.readouterr())
        async with httpx.AsyncClient(base_url=planner.url, timeout=60) as browser:
            entering = {"headers": {"origin": planner.url}, "data": {"code": code}}
            let_in = await browser.post("/dashboard/login/link", **entering)
            assert (let_in.status_code, bool(let_in.cookies)) == (303, True)
            browser.cookies.clear()
            assert (await browser.post("/dashboard/login/link", **entering)).status_code == 401


async def test_nobody_else_gets_one(stores: Stores) -> None:
    async with Planner.running(stores, dashboard_password="a long enough password") as planner:
        await planner.tell("/start")
        token = (await planner.tell("/invite Dima")).text.split("?start=")[1].split()[0]
        await planner.tell(f"/start {token}", user=DIMA)
        await planner.open_another_workspace(user=OTHER)
        for user in (DIMA, OTHER):
            told = await planner.tell("/dashboard", user=user)
            assert told.text == "Only the person who runs this server can open its dashboard."
            assert "/dashboard" not in await planner.pages(await planner.tell("/help", user=DIMA), user=DIMA)
        assert [key async for key in planner.redis.scan_iter("planner:dashboard:link:*")] == []


async def test_without_a_dashboard_there_is_no_link(planner: Planner) -> None:
    await planner.tell("/start")
    assert (await planner.tell("/dashboard")).text.startswith("There is no dashboard here.")
    assert "/dashboard" not in await planner.pages(await planner.tell("/help"))

"""What the chat page and the control API let nobody do."""

import asyncio
import json
import re

import pytest

from ops.sandbox.page.page_routes import FILES
from tests.patience import PATIENCE_SECONDS


async def test_the_page_comes_with_a_policy_that_lets_nothing_foreign_in(play) -> None:
    answer = await play.http.get("/")
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_every_file_the_page_names_is_served(play) -> None:
    text = FILES["index.html"].decode()
    named = set(re.findall(r'(?:src|href)="(/page/[^"]+)"', text))
    for name, content in FILES.items():
        if name.endswith(".js"):
            named |= {f"/page/{found}" for found in re.findall(r'from "\./([^"]+)"', content.decode())}
    assert len(named) >= 8
    for path in named:
        assert (await play.http.get(path)).status_code == 200, path
    assert (await play.http.get("/page/routes.py")).status_code == 404


def test_the_page_has_no_foreign_host_and_sets_no_html() -> None:
    for name, content in FILES.items():
        text = content.decode().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://[a-z]", text), name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text), name
        assert not re.search(r"<script>|\son[a-z]+=\"|\sstyle=\"", text), name


async def test_events_arrive_live(play) -> None:
    async with play.http.stream("GET", "/control/events") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        await play.tg.say("hello <b>")
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for line in lines:
                if line.startswith("data: "):
                    event = json.loads(line.removeprefix("data: "))
                    break
    assert (event["event"], event["message"]["body"]["text"]) == ("message", "hello <b>")


async def test_another_origin_may_not_use_the_control_api(play) -> None:
    body = {"user": 1001, "text": "hi"}
    foreign = await play.http.post("/control/say", json=body, headers={"Origin": "https://evil.example"})
    own = await play.http.post("/control/say", json=body, headers={"Origin": play.url})
    plain = await play.http.post(
        "/control/say", content=json.dumps(body), headers={"Content-Type": "text/plain"}
    )
    assert (foreign.status_code, own.status_code, plain.status_code) == (403, 200, 400)


@pytest.mark.parametrize(
    "body", [{}, {"user": 1001}, {"user": 1001, "text": ""}, {"user": 1001, "text": "x", "texts": "y"}]
)
async def test_a_misspelt_order_is_refused(play, body: dict) -> None:
    answer = await play.http.post("/control/say", json=body)
    assert answer.status_code == 400
    assert answer.json()["ok"] is False


async def test_a_document_is_never_shown_as_a_page(play) -> None:
    seen = await play.tg.send_file(
        "document", b"<script>1</script>", file_name="x.html", mime_type="text/html"
    )
    answer = await play.http.get(f"/control/files/{seen.body['document']['file_id']}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"

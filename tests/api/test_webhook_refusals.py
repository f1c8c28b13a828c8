"""The webhook's refusals by real HTTP: the right 4xx, nothing enqueued, one log line without the body, no stack trace."""

import json

import pytest

from models.runtime.settings import SettingsError
from tests.api.conftest import Answer, Door, exchange
from tests.architecture.sources import parsed
from tests.invariants.service_faults import message
from tests.planner import SECRET, settings_for

UPDATE = json.dumps(message("Buy washers, the secret kind")).encode()
LARGE = json.dumps(message("x" * 1_048_576)).encode()


def chunked(body: bytes, size: int = 65_536) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


CHUNKED = "Transfer-Encoding: chunked\r\n"
REFUSALS = {
    "no secret": (401, {"secret": None}, UPDATE),
    "wrong secret": (401, {"secret": "wrong"}, UPDATE),
    "secret's beginning": (401, {"secret": SECRET[:-1]}, UPDATE),
    "secret with letters of no alphabet": (401, {"secret": "\xff\xfe"}, UPDATE),
    "GET": (405, {"method": "GET"}, b""),
    "PUT": (405, {"method": "PUT"}, UPDATE),
    "DELETE": (405, {"method": "DELETE"}, b""),
    "no content type": (415, {"content_type": None}, UPDATE),
    "a form": (415, {"content_type": "application/x-www-form-urlencoded"}, UPDATE),
    "empty body": (400, {}, b""),
    "malformed JSON": (400, {}, UPDATE[:-2]),
    "not UTF-8": (400, {}, b'{"update_id": 1, "message": "\xff"}'),
    "a list": (400, {}, b"[1, 2]"),
    "a word": (400, {}, b'"update_id"'),
    "no update_id": (400, {}, b'{"message": {}}'),
    "update_id as text": (400, {}, b'{"update_id": "7"}'),
    "update_id true": (400, {}, b'{"update_id": true}'),
    "update_id negative": (400, {}, b'{"update_id": -1}'),
    "update_id of 80 bits": (400, {}, b'{"update_id": 604462909807314587353088}'),
    "message without chat": (400, {}, b'{"update_id": 7, "message": {"text": "hi"}}'),
    "chat without id": (400, {}, b'{"update_id": 7, "message": {"chat": {"id": "1001"}}}'),
    "message as text": (400, {}, b'{"update_id": 7, "message": "hi"}'),
    "tap without person": (400, {}, b'{"update_id": 7, "callback_query": {"id": "1"}}'),
    "nested beyond reason": (
        400,
        {},
        b'{"update_id": 7, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ),
    "too large": (413, {}, LARGE),
    "too large, chunked": (413, {"length": None, "extra": CHUNKED}, chunked(LARGE)),
}


@pytest.mark.parametrize(("status", "how", "body"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_a_wrong_request_is_refused_and_leaves_nothing(
    door: Door, status: int, how: dict, body: bytes
) -> None:
    before = len(door.api.said)
    answer = await door.send(body, **how)
    assert answer.status == status
    assert answer.body == b""
    assert await door.queued() == []
    lines = door.api.said[before:].splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["event"] == "webhook_refused"
    assert json.loads(lines[0])["status"] == status
    assert "secret kind" not in lines[0]
    assert SECRET not in lines[0]


async def test_a_405_names_the_method_that_is_allowed(door: Door) -> None:
    assert (await door.send(b"", method="GET")).headers["allow"] == "POST"


async def test_a_length_above_the_limit_is_refused_before_the_body_comes(door: Door) -> None:
    """The answer is there though not one byte of the promised body was sent."""
    assert (await door.send(b"", length=1_048_577)).status == 413
    assert await door.queued() == []


async def test_a_body_of_exactly_the_limit_is_taken(door: Door) -> None:
    update = message("")
    update["message"]["text"] = "x" * (1_048_576 - len(json.dumps(update)))
    body = json.dumps(update).encode()
    assert len(body) == 1_048_576
    assert (await door.send(body)).status == 200


async def test_what_is_no_http_gets_a_400_and_no_stack_trace(door: Door) -> None:
    answer = await exchange(door.site.settings.port, b"NONSENSE\r\n\r\n")
    assert answer.status == 400
    assert "Traceback" not in door.api.said


async def test_a_caller_that_hangs_up_in_mid_body_leaves_nothing(door: Door) -> None:
    import asyncio

    _, writer = await asyncio.open_connection("127.0.0.1", door.site.settings.port)
    head = f"POST /webhook/telegram HTTP/1.1\r\nHost: d\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
    writer.write(
        f"{head}Content-Type: application/json\r\nContent-Length: {len(UPDATE)}\r\n\r\n".encode()
        + UPDATE[:50]
    )
    await writer.drain()
    writer.close()
    alive: Answer = await door.send(b"", method="GET", path="/health")
    assert alive.status == 200
    assert await door.queued() == []
    assert "Traceback" not in door.api.said


async def test_the_charset_after_the_content_type_is_no_reason_to_refuse(door: Door) -> None:
    assert (await door.send(UPDATE, content_type="application/json; charset=utf-8")).status == 200


def test_production_without_a_webhook_secret_does_not_start() -> None:
    from api.app import build_api

    with pytest.raises(SettingsError, match="TELEGRAM_SECRET_TOKEN"):
        build_api(settings_for(environment="production", telegram_secret_token=None))


async def test_the_secret_is_compared_in_constant_time() -> None:
    """No timing can show this on a shared machine: the code must use the one function that is made for it."""
    import ast
    from pathlib import Path

    import api.webhook

    tree = parsed(Path(api.webhook.__file__))
    compared = [n for n in ast.walk(tree) if isinstance(n, ast.Compare) and "_secret" in ast.dump(n)]
    called = [
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "hmac.compare_digest"
    ]
    assert compared == []
    assert ["_secret" in ast.unparse(call) for call in called] == [True]

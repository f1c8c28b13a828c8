"""Bounds of Telegram's answers: endless, packed or dripping ones end as a failure of ours and are not kept."""

import json
import tracemalloc

import pytest

from tests.planner import settings_for
from tests.worker.hostile_server import Behaviour, body, bomb, dripping, endless, hostile
from worker.telegram import client
from worker.telegram.client import NotPosted, PossiblyPosted, TelegramClient, TelegramFailure

MESSAGE = {"chat_id": 1, "text": "hello"}
FILE = {"ok": True, "result": {"file_id": "f", "file_unique_id": "f", "file_path": "voice/f.ogg"}}


def client_of(url: str) -> TelegramClient:
    return TelegramClient(
        settings_for(
            telegram_bot_token="1234567:abcdefghijklmnopqrstuvwxyz",
            telegram_api_base_url=f"{url}/bot",
            telegram_file_base_url=f"{url}/file/bot",
        )
    )


@pytest.mark.parametrize("bad", [endless(), bomb, body(b"[" * 5_000)], ids=["endless", "bomb", "deep"])
async def test_a_bad_answer_to_a_message_may_be_one_that_was_posted(bad: Behaviour) -> None:
    async with hostile(bad) as server:
        telegram = client_of(server.url)
        tracemalloc.start()
        with pytest.raises(PossiblyPosted):
            await telegram.call("send_message", MESSAGE)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert await telegram.call_best_effort("send_chat_action", {"chat_id": 1, "action": "typing"})
        with pytest.raises(NotPosted):
            await telegram.username()
        await telegram.close()
    assert most < 8 * client.MAX_ANSWER_BYTES


@pytest.mark.parametrize("bad", [endless(), bomb], ids=["endless", "bomb"])
async def test_a_file_larger_than_telegram_gives_is_not_read(bad: Behaviour) -> None:
    async with hostile(body(json.dumps(FILE).encode()), bad) as server:
        telegram = client_of(server.url)
        tracemalloc.start()
        with pytest.raises(TelegramFailure):
            await telegram.download("f")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        await telegram.close()
    assert len(server.asked) == 2
    assert most < 2.5 * client.MAX_FILE_BYTES


async def test_a_file_of_twenty_megabytes_is_read() -> None:
    content = b"o" * client.MAX_FILE_BYTES
    async with hostile(body(json.dumps(FILE).encode()), body(content)) as server:
        telegram = client_of(server.url)
        assert await telegram.download("f") == content
        await telegram.close()


async def test_a_dripping_answer_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "CALL_SECONDS", 0.3)
    monkeypatch.setattr(client, "DOWNLOAD_SECONDS", 0.3)
    async with hostile(dripping) as server:
        telegram = client_of(server.url)
        with pytest.raises(PossiblyPosted):
            await telegram.call("send_message", MESSAGE)
        with pytest.raises(TelegramFailure):
            await telegram.download("f")
        await telegram.close()

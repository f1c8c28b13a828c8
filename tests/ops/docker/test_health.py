"""The containers' health checks, against a real Redis and real sockets."""

import asyncio
import socket
import sys
from pathlib import Path

import pytest
from redis.asyncio import Redis

from models.queue import keys
from models.runtime.clock import wall_ms
from ops.docker import health
from tests.planner import Stores


async def alive(url: str, host: str) -> bool:
    return await asyncio.to_thread(health.worker_is_alive, url, host)


async def test_a_worker_is_alive_while_its_heart_beats(stores: Stores) -> None:
    redis = Redis.from_url(stores.valkey.url)
    await redis.delete(keys.WORKERS)
    assert not await alive(stores.valkey.url, "box")
    await redis.zadd(keys.WORKERS, {"box-1-abc": wall_ms()})
    assert await alive(stores.valkey.url, "box")
    assert not await alive(stores.valkey.url, "bo")
    await redis.zadd(keys.WORKERS, {"box-1-abc": wall_ms() - health.SILENT_MS - 1000})
    assert not await alive(stores.valkey.url, "box")
    await redis.aclose()


async def test_a_password_is_used_and_a_wrong_one_is_a_failure(stores: Stores) -> None:
    redis = Redis.from_url(stores.valkey.url)
    await redis.acl_setuser("healthy", enabled=True, passwords=["+p@ss"], categories=["+@all"], keys=["*"])
    await redis.zadd(keys.WORKERS, {"box-1-abc": wall_ms()})
    place = stores.valkey.url.partition("://")[2].rpartition("@")[2]
    try:
        assert await alive(f"redis://healthy:p%40ss@{place}", "box")
        with pytest.raises(OSError, match="WRONGPASS"):
            await alive(f"redis://healthy:wrong@{place}", "box")
    finally:
        await redis.acl_deluser("healthy")
        await redis.aclose()


def test_nothing_there_is_unhealthy_and_says_no_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    monkeypatch.delenv("REDIS_URL_FILE", raising=False)
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.setenv("REDIS_URL", f"redis://:secret@127.0.0.1:{port}/0")
    assert health.main("api") == 1
    assert health.main("worker") == 1
    said = capsys.readouterr().out
    assert "ConnectionRefusedError" in said
    assert "secret" not in said


async def test_the_check_costs_no_library() -> None:
    script = "import sys, ops.docker.health; print([n for n in ('redis', 'pydantic', 'httpx') if n in sys.modules])"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    assert (await process.communicate())[0].strip() == b"[]"


def test_the_image_s_own_check_finds_out_which_program_runs(tmp_path: Path) -> None:
    line = tmp_path / "cmdline"
    for words, process in (
        (["/opt/planner/bin/python", "-m", "ops.cli", "api"], "api"),
        (["/sbin/docker-init", "--", "planner", "worker"], "worker"),
        (["/opt/planner/bin/python", "-m", "ops.cli", "webhook", "set"], ""),
    ):
        line.write_bytes("\0".join([*words, ""]).encode())
        assert health.process_of_container(line) == process
    assert health.main("") == 0

"""A queue behind sentinels: found, used by api and worker's client alike, and found again after a failover."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from models.queue import keys
from models.queue.connection import connect_queue
from models.queue.lanes import Lanes
from models.queue.sentinel import Sentinels, sentinels_of
from models.runtime.clock import wall_ms
from models.runtime.settings import read_settings
from ops.docker import health
from ops.stores import free_port
from ops.stores.valkey import installed_program
from tests.patience import until

PASSWORD = "p@ss word"


@contextmanager
def server(folder: Path, settings: str, *flags: str) -> Iterator[int]:
    """A Valkey, or a sentinel, on a free port."""
    port = free_port()
    folder.mkdir()
    (folder / "conf").write_text(f"port {port}\nbind 127.0.0.1\ndir {folder}\n{settings}")
    process = subprocess.Popen([installed_program(), folder / "conf", *flags], stdout=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


@pytest.fixture
async def places(tmp_path: Path) -> AsyncIterator[tuple[str, int, int]]:
    """An address of sentinels, the port of the first master and that of its replica."""
    secret = f'requirepass "{PASSWORD}"\nmasterauth "{PASSWORD}"\n'
    with server(tmp_path / "one", secret) as one:  # noqa: SIM117 - each needs the port of the one before
        with server(tmp_path / "two", f"{secret}replicaof 127.0.0.1 {one}\n") as two:
            watch = f'sentinel monitor queue 127.0.0.1 {one} 1\nsentinel auth-pass queue "{PASSWORD}"\n'
            watch += "sentinel down-after-milliseconds queue 1000\nsentinel failover-timeout queue 5000\n"
            with server(tmp_path / "watch", watch, "--sentinel") as sentinel:
                asked = Redis(port=sentinel, decode_responses=True)

                async def knows_both() -> bool:
                    try:
                        found = await asked.execute_command("SENTINEL", "REPLICAS", "queue")
                    except RedisError:
                        return False
                    return bool(found) and "master-link-status" in str(found) and "'ok'" in str(found)

                await until(knows_both, what="the sentinel knows master and replica")
                await asked.aclose()
                yield f"redis+sentinel://:p%40ss%20word@127.0.0.1:1,127.0.0.1:{sentinel}/queue/0", one, two


async def test_an_update_is_taken_in_and_the_new_master_is_found_after_a_failover(
    places: tuple[str, int, int],
) -> None:
    address, first, second = places
    redis = connect_queue(read_settings(redis_url=address).redis_url, timeout=2.0, retries=3)
    assert await Lanes(redis).take_in(1, "chat:1", b"{}") == "started"
    await redis.zadd(keys.WORKERS, {"box-1-abc": wall_ms() + 60_000})
    assert await asyncio.to_thread(health.worker_is_alive, address, "box")

    plain = Redis(port=second, password=PASSWORD)
    await until(lambda: plain.exists(keys.WORKERS), what="the replica has it")
    old = Redis(port=first, password=PASSWORD)
    await old.shutdown(nosave=True)

    async def answers() -> bool:
        try:
            return await Lanes(redis).take_in(2, "chat:1", b"{}") in {"parked", "duplicate"}
        except RedisError:
            return False

    await until(answers, what="the new master takes updates")
    assert (await redis.info("server"))["tcp_port"] == second
    assert await asyncio.to_thread(health.worker_is_alive, address, "box")
    for client in (redis, plain, old):
        await client.aclose()


def test_an_address_is_read_and_its_password_is_not_shown() -> None:
    found = sentinels_of("rediss+sentinel://anna:p%40ss@a:1,b/main/2")
    assert found == Sentinels((("a", 1), ("b", 26379)), "main", 2, True, "anna", "p@ss")
    assert "p@ss" not in repr(found)
    assert sentinels_of("redis://a:1/0") is None

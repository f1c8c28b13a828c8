"""The embedded Valkey: what it confirmed is on the disk, and strangers stay out."""

from collections.abc import Iterator

import pytest
import redis

from ops.stores import Valkey, scratch_folder


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with scratch_folder("test") as folder:
        server = Valkey(folder / "valkey", memory_mb=32)
        server.start()
        yield server
        server.stop()


def test_it_has_the_settings_acknowledged_is_durable_rests_on(valkey: Valkey) -> None:
    with redis.Redis.from_url(valkey.url, decode_responses=True) as client:
        settings = client.config_get("*")
    assert settings["appendonly"] == "yes"
    assert settings["appendfsync"] == "always"
    assert settings["save"] == ""
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["maxmemory"] == str(32 * 1024 * 1024)
    assert set(settings["notify-keyspace-events"]) == {"K", "z"}


def test_confirmed_writes_survive_sigkill_on_the_same_port(valkey: Valkey) -> None:
    port = valkey.port
    for n in range(5):
        with redis.Redis.from_url(valkey.url) as client:
            client.rpush("kept", n)
        valkey.kill()
        valkey.start()
    with redis.Redis.from_url(valkey.url, decode_responses=True) as client:
        assert client.lrange("kept", 0, -1) == ["0", "1", "2", "3", "4"]
    assert valkey.port == port


def fill(client: redis.Redis, megabytes: int) -> None:
    for n in range(megabytes):
        client.set(f"fill:{n}", b"x" * 1_000_000)


def test_when_full_it_refuses_writes_and_forgets_nothing(valkey: Valkey) -> None:
    with redis.Redis.from_url(valkey.url) as client:
        client.set("first", "1")
        with pytest.raises(redis.OutOfMemoryError):
            fill(client, megabytes=40)
        assert client.get("first") == b"1"


def test_nobody_gets_in_without_the_password(valkey: Valkey) -> None:
    with redis.Redis(port=valkey.port) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_a_server_left_over_by_a_killed_run_is_replaced() -> None:
    with scratch_folder("test") as folder:
        first, second = Valkey(folder / "valkey"), Valkey(folder / "valkey")
        first.start()
        with redis.Redis.from_url(first.url) as client:
            client.set("kept", "yes")
        second.start()
        assert not first.server.running
        with redis.Redis.from_url(second.url) as client:
            assert client.get("kept") == b"yes"
        second.stop()

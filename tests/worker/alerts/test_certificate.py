"""A certificate near its end, or one that nobody accepts, is seen as Telegram would see it."""

import asyncio
import datetime as dt
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.runtime import clock
from worker.alerts.certificate import check_certificate


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A key and a certificate of its own that ends in 20 days."""
    key, chain = tmp_path / "key.pem", tmp_path / "chain.pem"
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "20", *name]
    subprocess.run([*command, "-keyout", key, "-out", chain], check=True, capture_output=True)
    return key, chain


@pytest.fixture
async def door(certificate: tuple[Path, Path]) -> AsyncIterator[tuple[str, ssl.SSLContext]]:
    """A TLS server with that certificate, and a context that trusts it."""
    key, chain = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    yield f"https://localhost:{port}", ssl.create_default_context(cafile=str(chain))
    server.close()


async def test_a_certificate_with_twenty_days_is_no_trouble(door: tuple[str, ssl.SSLContext]) -> None:
    assert await check_certificate(door[0], clock.now(), door[1]) == {}


async def test_one_that_was_not_renewed_in_time_is(door: tuple[str, ssl.SSLContext]) -> None:
    later = clock.now() + dt.timedelta(days=10, hours=1)
    assert await check_certificate(door[0], later, door[1]) == {"host": "localhost", "days": 9}


async def test_one_that_nobody_vouches_for_is(door: tuple[str, ssl.SSLContext]) -> None:
    assert await check_certificate(door[0], clock.now()) == {
        "host": "localhost",
        "days": None,
        "reason": "self-signed certificate",
    }


async def test_a_door_that_is_shut_is_no_verdict() -> None:
    assert await check_certificate("https://127.0.0.1:1", clock.now()) is None

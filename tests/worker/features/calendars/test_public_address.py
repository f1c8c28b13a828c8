"""Only public addresses are fetched, however a private one is written, resolved or redirected to."""

import asyncio
import ipaddress
import socket
from typing import Any

import pytest

from tests.calendar_server import calendar_file, serving_calendars
from tests.tables import for_every
from worker.features.calendars.fetch import Known, fetch_file
from worker.features.calendars.public_address import FetchError, is_public, parse_target, resolve

NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.5",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
]
REFUSED = (
    "ftp://example.com/a.ics", "file:///etc/passwd", "gopher://example.com", "javascript:1", "example.com/a.ics", "https://",
    "https://user@example.com/a.ics", "https://user:word@example.com/a.ics", "https://@example.com/", "https://example.com:22/a",
    "https://example.com:8443/a.ics", "http://example.com:6379/", "https://example.com:99999/", "https://example.com/a b",
    "https://example.com\\@127.0.0.1/", "https://example.com/\r\nHost: x", "https://[::1", "https://" + "a" * 3000,
)  # fmt: skip


@for_every("address", NOT_PUBLIC)
def test_no_private_address_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@for_every("address", ["8.8.8.8", "142.250.1.1", "17.253.1.1", "2607:f8b0::1", "2a00:1450:4001::1"])
def test_public_ones_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@for_every("address", REFUSED)
def test_other_schemes_users_and_ports_are_refused(address: str) -> None:
    with pytest.raises(FetchError) as refused:
        parse_target(address)
    assert refused.value.code == "address"


def test_webcal_is_read_by_tls_and_names_stay() -> None:
    target = parse_target("webcal://P12.iCloud.com/published/2/x?y=1#z")
    assert (target.address, target.port) == ("https://p12.icloud.com/published/2/x?y=1", 443)
    assert parse_target("https://пример.рф/к.ics".replace("к", "k")).host == "xn--e1afmkfd.xn--p1ai"
    assert parse_target("https://[2607:f8b0::1]/a").host_header == "[2607:f8b0::1]"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)  # fmt: skip
async def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(FetchError) as refused:
        await fetch_file(f"http://{host}/a.ics", Known())
    assert refused.value.code in ("private", "unreachable")


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let names resolve to these addresses, one list for each time a name is asked for; the names that were."""
    left, asked = list(answers), []

    async def getaddrinfo(_: Any, host: str, port: int, **__: Any) -> list[Any]:
        asked.append(host)
        ips = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(type(asyncio.get_running_loop()), "getaddrinfo", getaddrinfo, raising=False)
    return asked


async def test_one_private_address_among_public_ones_refuses_the_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(FetchError) as refused:
        await resolve(parse_target("https://calendar.example/a.ics"))
    assert refused.value.code == "private"


async def test_what_was_checked_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means another address the second time it is asked for is asked for once."""
    async with serving_calendars() as server:
        server.files["/a.ics"] = (200, {}, calendar_file())
        host = f"calendar.example:{server.port}"
        asked = named(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
        fetched = await fetch_file(f"http://{host}/a.ics", Known(), trusted=frozenset({host}))
        assert fetched.body == calendar_file()
        assert asked == ["calendar.example"]
        assert server.asked[0][1]["host"] == host


async def test_redirects_are_checked_like_the_first_address_and_counted() -> None:
    async with serving_calendars() as server:
        trusted = frozenset({server.name})
        for place in range(4):
            server.files[f"/{place}"] = (302, {"location": f"/{place + 1}"}, b"")
        server.files["/4"] = (200, {}, calendar_file())
        assert (await fetch_file(server.url("/1"), Known(), trusted=trusted)).body == calendar_file()
        for path, location, code in (
            ("/0", "/1", "redirects"),
            ("/in", "http://169.254.169.254/latest/meta-data/", "private"),
            ("/in", f"http://localhost:{server.port}/4", "address"),
            ("/in", "file:///etc/passwd", "address"),
            ("/in", "http://[::1]/", "private"),
        ):
            server.files[path] = (307, {"location": location}, b"")
            with pytest.raises(FetchError) as refused:
                await fetch_file(server.url(path), Known(), trusted=trusted)
            assert refused.value.code == code, location


async def test_size_time_status_and_compression_are_bounded() -> None:
    async with serving_calendars() as server:
        trusted = frozenset({server.name})
        server.files |= {
            "/large": (200, {}, b"x" * 5_000_001),
            "/slow": (0, {}, b""),
            "/zipped": (200, {"content-encoding": "gzip"}, b"x"),
            "/gone": (410, {}, b""),
        }
        for path, code in (("/large", "size"), ("/slow", "timeout"), ("/zipped", "content"), ("/gone", "status"), ("/none", "status")):  # fmt: skip
            with pytest.raises(FetchError) as refused:
                await fetch_file(
                    server.url(path), Known(), trusted=trusted, seconds=0.5 if path == "/slow" else 60
                )
            assert refused.value.code == code

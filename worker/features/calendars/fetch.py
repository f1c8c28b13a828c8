"""Fetches a calendar's file: bounded in time, size and redirects, and from checked addresses only."""

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import httpx

from worker.features.calendars.public_address import FetchError, Target, parse_target, resolve

MOST_BYTES, MOST_SECONDS, MOST_REDIRECTS = 5_000_000, 10.0, 3
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_ADDRESSES = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file and its version; `body` is None when it is the one that is known already."""

    body: bytes | None
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """The version of a file that was read before, as its server named it."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The questions whether there is another one."""
        asked = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in asked.items() if value is not None}


async def fetch_file(
    address: str, known: Known, *, trusted: frozenset[str] = frozenset(), seconds: float = MOST_SECONDS
) -> Fetched:
    """The file at an address, at most 5 MB within 10 s over at most 3 redirects, each checked like the first.

    `trusted` names the hosts (host:port) that may be private. Raises FetchError.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _followed(parse_target(address, trusted), known, trusted)
    except TimeoutError:
        raise FetchError("timeout") from None


async def _followed(target: Target, known: Known, trusted: frozenset[str]) -> Fetched:
    for _ in range(MOST_REDIRECTS + 1):
        answer = await _asked(target, known, trusted)
        if isinstance(answer, Fetched):
            return answer
        following = parse_target(urljoin(target.address, answer), trusted)
        if target.scheme == "https" and following.scheme == "http":
            # The address is a secret; it is not sent on in the open.
            raise FetchError("address")
        target = following
    raise FetchError("redirects")


async def _asked(target: Target, known: Known, trusted: frozenset[str]) -> Fetched | str:
    """The file, or the address that it is said to be at."""
    for ip in (await resolve(target, trusted))[:_MOST_ADDRESSES]:
        try:
            return await _from(target, ip, known)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue
        except (httpx.HTTPError, httpx.InvalidURL):
            raise FetchError("unreachable") from None
    raise FetchError("unreachable")


async def _from(target: Target, ip: str, known: Known) -> Fetched | str:
    """Ask one checked address. TLS still asks for the host's own certificate."""
    url = httpx.URL(scheme=target.scheme, host=ip, port=target.port, raw_path=target.path.encode())
    headers = {
        "host": target.host_header,
        "accept": "text/calendar, */*;q=0.5",
        # A small compressed file could be a large one.
        "accept-encoding": "identity",
        "user-agent": "business-planner",
        **known.headers,
    }
    async with httpx.AsyncClient(verify=_certificates(), trust_env=False, timeout=MOST_SECONDS) as client:
        asked = client.stream("GET", url, headers=headers, extensions={"sni_hostname": target.host})
        async with asked as response:
            return await _answered(response)


@lru_cache
def _certificates() -> Any:
    """The authorities, read once: 40 ms of a processor."""
    return httpx.create_ssl_context()


async def _answered(response: httpx.Response) -> Fetched | str:
    if response.status_code in _REDIRECTS and "location" in response.headers:
        return str(response.headers["location"])
    version = (_kept(response, "etag"), _kept(response, "last-modified"))
    if response.status_code == 304:
        return Fetched(None, *version)
    if response.status_code != 200:
        raise FetchError("status")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise FetchError("content")
    return Fetched(await _body(response), *version)


def _kept(response: httpx.Response, header: str) -> str | None:
    value = response.headers.get(header, "")
    return value if 0 < len(value) <= 300 and value.isascii() and value.isprintable() else None


async def _body(response: httpx.Response) -> bytes:
    parts, size = [], 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > MOST_BYTES:
            raise FetchError("size")
        parts.append(part)
    return b"".join(parts)

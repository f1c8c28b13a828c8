"""One HTTP request whose response is limited in size and time, because the server may be anybody's."""

import asyncio
from typing import Any

import httpx

from models.runtime.bounded_answers import UNCOMPRESSED, read_bounded

MOST_BYTES = 4 * 1024 * 1024


def send_bounded_request(method: str, address: str, *, seconds: float, **options: Any) -> httpx.Response:
    """The complete response. Redirects are not followed. Raises httpx.HTTPError or httpx.InvalidURL."""
    return asyncio.run(_ask(method, address, seconds, options))


async def _ask(method: str, address: str, seconds: float, options: dict[str, Any]) -> httpx.Response:
    hooks = {"response": [_bound]}
    try:
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(timeout=seconds, headers=UNCOMPRESSED, event_hooks=hooks) as client,
        ):
            return await client.request(method, address, **options)
    except TimeoutError as error:
        raise httpx.ReadTimeout(f"no complete response within {seconds:g} s") from error


async def _bound(response: httpx.Response) -> None:
    await read_bounded(response, MOST_BYTES, httpx)

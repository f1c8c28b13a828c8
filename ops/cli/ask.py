"""Ask: one request to a server that may be anybody's, its answer bounded in bytes and in time."""

import asyncio
from typing import Any

import httpx

from models.runtime.bounded_answers import UNCOMPRESSED, read_bounded

MOST_BYTES = 4 * 1024 * 1024


def ask(method: str, address: str, *, seconds: float, **options: Any) -> httpx.Response:
    """The answer, read whole. Raises httpx.HTTPError or httpx.InvalidURL; a redirect is not followed."""
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
        raise httpx.ReadTimeout(f"no whole answer in {seconds:g} s") from error


async def _bound(response: httpx.Response) -> None:
    await read_bounded(response, MOST_BYTES, httpx)

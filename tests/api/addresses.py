"""Every address of the api, taken from the app's own routes: a page that is added is attacked with the others."""

import asyncio
from dataclasses import dataclass
from functools import cache

from fastapi.routing import iter_route_contexts

from api.app import build_api
from tests.patience import PATIENCE_SECONDS
from tests.planner import settings_for


@dataclass(frozen=True)
class Address:
    """A route: its method and its path with `{names}`."""

    method: str
    path: str


@cache
def all_addresses() -> tuple[Address, ...]:
    """All of the app behind the webhook's door, the dashboard and what is for programs included."""
    app = build_api(settings_for(dashboard_password="any")).inner
    found = (
        Address(method, f"{prefix}{route.path}")
        for prefix, routes in (("", app.routes), ("/api", app.state.programs.routes))
        for route in iter_route_contexts(routes)
        for method in route.methods or ()
    )
    return tuple(sorted(found, key=lambda each: (each.path, each.method)))


async def status_of(port: int, request: bytes, *, seconds: float = PATIENCE_SECONDS) -> int:
    """The status that answers these bytes; what follows it is not read. A live page is left at once."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        line = await asyncio.wait_for(reader.readline(), seconds)
        return int(line.split()[1])
    finally:
        writer.transport.abort()

"""Sentinel: reads an address that names sentinels; they say where the queue's Redis is, and where it is after a failover.

`redis+sentinel://[user:password@]host:26379,host:26379/name[/database]`, `rediss+sentinel` with TLS to the Redis itself.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

_ADDRESS = re.compile(
    r"(?P<scheme>rediss?)\+sentinel://(?:(?P<user>[^:@/]*):(?P<password>[^@/]*)@)?(?P<hosts>[^/@]+)/(?P<name>[^/?]+)(?:/(?P<database>\d+))?/?"
)
_PORT = 26379


@dataclass(frozen=True)
class Sentinels:
    """Who is asked, for which name, and with what one signs in at the Redis they point to."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    database: int = 0
    tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def sentinels_of(url: str) -> Sentinels | None:
    """What a sentinel address says; None for any other address."""
    found = _ADDRESS.fullmatch(url)
    if found is None:
        return None
    hosts = tuple(_host(host) for host in found["hosts"].split(","))
    return Sentinels(
        hosts,
        found["name"],
        int(found["database"] or 0),
        found["scheme"] == "rediss",
        unquote(found["user"] or "") or None,
        unquote(found["password"] or "") or None,
    )


def _host(text: str) -> tuple[str, int]:
    host, _, port = text.partition(":")
    return host, int(port or _PORT)

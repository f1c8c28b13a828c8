"""Parsing of a Redis address that names sentinels, which know the current master.

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
    """The sentinels, the name of the master, and the credentials for the master itself."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    database: int = 0
    tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def sentinels_of(url: str) -> Sentinels | None:
    """The sentinels of an address; None for any other kind of address."""
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

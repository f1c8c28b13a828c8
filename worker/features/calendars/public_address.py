"""Which addresses the worker may fetch for a person: public ones only, however they are written or resolved."""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
# What people paste; the others are the same protocols by other names.
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
LONGEST_ADDRESS = 2_000
# Addresses that carry IPv4 addresses inside, and others that some versions of Python take for public.
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",
            "::/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
        ),
    )
)


class FetchError(Exception):
    """Why an address was not read, as one word: `address`, `private`, `redirects`, `size`, `status`, `timeout`,
    `unreachable` or `content`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """An address in parts: what is asked for at which host and port, by TLS or not."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """Host and port as settings name them."""
        return f"{self.host}:{self.port}"

    @property
    def host_header(self) -> str:
        """The Host header: the port only when it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if _PORTS[self.scheme] == self.port else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """The address in full."""
        return f"{self.scheme}://{self.host_header}{self.path}"


def parse_target(address: str, trusted: frozenset[str] = frozenset()) -> Target:
    """The parts of an address a person gave, or that a server redirects to. Raises FetchError("address").

    Refused are other schemes, users and passwords, and ports other than 80 and 443, unless `trusted` names host:port.
    """
    if len(address) > LONGEST_ADDRESS or any(c.isspace() or ord(c) < 33 or c == "\\" for c in address):
        raise FetchError("address")
    try:
        parts = urlsplit(address)
        scheme = _SCHEMES[parts.scheme.lower()]
        host = _plain_host(parts.hostname or "")
        port = parts.port or _PORTS[scheme]
    except (KeyError, ValueError):
        raise FetchError("address") from None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(scheme, host, port, path)
    if not host or "@" in parts.netloc:
        raise FetchError("address")
    if port not in _PORTS.values() and target.name not in trusted:
        raise FetchError("address")
    return target


def _plain_host(host: str) -> str:
    """A host in ASCII. Raises ValueError for what is none."""
    bare = host.rstrip(".").lower()
    if ":" in bare or bare.isascii():
        return bare
    return bare.encode("idna").decode()


def is_public(ip: Ip) -> bool:
    """Whether an address is one of the public Internet. What carries an IPv4 address inside is not, whatever that is."""
    if isinstance(ip, ipaddress.IPv6Address) and (ip.scope_id or ip.ipv4_mapped or ip.is_site_local):
        return False
    if any(ip in network for network in _NOT_PUBLIC):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_unspecified)


async def resolve(target: Target, trusted: frozenset[str] = frozenset()) -> list[str]:
    """The addresses to connect to: those that were checked, so that a name cannot mean another one afterwards.

    One private address among several refuses the host. Raises FetchError("private") or FetchError("unreachable").
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError("unreachable") from None
    ips = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not ips:
        raise FetchError("unreachable")
    if target.name not in trusted and not all(is_public(ipaddress.ip_address(ip)) for ip in ips):
        raise FetchError("private")
    return ips

"""Caller: where a request comes from, as far as it can be believed."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from fastapi import Request

# What one household, one office or one rented machine is given of IPv6: each can use every address in it.
_IPV6_PREFIX = 64


def address_of(request: Request) -> str:
    """Where the caller sits: as our own proxy says when it stands between, else the socket's other end."""
    peer = request.client.host if request.client is not None else "unknown"
    told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return told if _parsed(told) is not None and _is_near(peer) else peer


def block_of(address: str) -> str:
    """What counts as one caller: an IPv4 address (also when written as IPv6), or an IPv6 address's /64."""
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found), _IPV6_PREFIX), strict=False))
    return address if found is None else str(found)


def is_this_machine(request: Request) -> bool:
    """Whether the request comes from here, for here: no proxy between, and no foreign name for this address.

    The name is looked at because a page elsewhere can have its own name point to 127.0.0.1.
    """
    peer = request.client.host if request.client is not None else ""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers or not _is_loopback(peer):
        return False
    host = _host_of(request)
    return host == "localhost" or _is_loopback(host)


def _host_of(request: Request) -> str:
    """The name that was asked for, without its port; empty when there are several or none."""
    told = request.headers.getlist("host")
    if len(told) != 1:
        return ""
    host = told[0].strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_loopback(text: str) -> bool:
    found = _parsed(text)
    return found is not None and found.is_loopback


def _is_near(text: str) -> bool:
    found = _parsed(text)
    return found is not None and (found.is_private or found.is_loopback)

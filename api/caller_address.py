"""The address a request comes from, as far as it can be trusted."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from fastapi import Request

# A household, an office or a rented server gets an IPv6 network of this size and can use every address in it.
_IPV6_PREFIX = 64


def caller_address(request: Request) -> str:
    """The caller's address: from our own proxy's header if there is a proxy, else the socket's peer."""
    peer = request.client.host if request.client is not None else "unknown"
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return forwarded if _parsed(forwarded) is not None and _is_near(peer) else peer


def address_block(address: str) -> str:
    """The addresses that count as one caller: an IPv4 address (also when written as IPv6), or an IPv6 address's /64."""
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found), _IPV6_PREFIX), strict=False))
    return address if found is None else str(found)


def is_this_machine(request: Request) -> bool:
    """Whether the request comes from this machine, without a proxy and to a loopback name.

    The name is checked because another site can let its own name resolve to 127.0.0.1.
    """
    peer = request.client.host if request.client is not None else ""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers or not _is_loopback(peer):
        return False
    host = _host_of(request)
    return host == "localhost" or _is_loopback(host)


def _host_of(request: Request) -> str:
    """The Host header without its port; empty when there are several or none."""
    hosts = request.headers.getlist("host")
    if len(hosts) != 1:
        return ""
    host = hosts[0].strip().lower()
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

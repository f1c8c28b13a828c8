"""Finds a free port: the wanted one, or else the next."""

import socket

ATTEMPTS = 50


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server can listen on `host`:`port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_from(wanted: int, host: str = "127.0.0.1") -> int:
    """`wanted`, or the nearest free port above it. Raises OSError when fifty in a row are taken."""
    for port in range(wanted, min(wanted + ATTEMPTS, 65536)):
        if is_free(port, host):
            return port
    raise OSError(f"no free port from {wanted} to {wanted + ATTEMPTS - 1} on {host}")

"""Takes a port for a process that is started later: the wanted one, or else the next free one."""

import socket

ATTEMPTS = 50


def listen_on(port: int, host: str = "127.0.0.1") -> socket.socket | None:
    """A socket that listens on `host`:`port`; None when another program has the port.

    It is listening already: a port that is only bound can be taken by another program that does the same.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError:
        return None


def listen_from(wanted: int, host: str = "127.0.0.1") -> socket.socket:
    """A socket that listens on `wanted`, or on the nearest free port above it.

    Raises OSError when fifty in a row are taken.
    """
    for port in range(wanted, min(wanted + ATTEMPTS, 65536)):
        if found := listen_on(port, host):
            return found
    raise OSError(f"no free port from {wanted} to {wanted + ATTEMPTS - 1} on {host}")


def port_of(listening: socket.socket) -> int:
    """The port that a socket listens on."""
    return int(listening.getsockname()[1])

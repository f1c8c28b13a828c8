"""A taken port is no reason not to start."""

import socket

import pytest

from ops.cli.ports import free_from, is_free
from ops.stores import free_port


def test_the_wanted_port_is_taken_when_it_is_free() -> None:
    wanted = free_port()
    assert free_from(wanted) == wanted


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not is_free(port)
        assert port < free_from(port) < port + 50


def test_no_port_at_all_is_said() -> None:
    with pytest.raises(OSError, match="no free port"):
        free_from(65536)

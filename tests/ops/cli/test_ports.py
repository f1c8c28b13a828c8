"""A port is taken from the moment it is chosen, and a taken port is no reason not to start."""

import pytest

from ops.cli.ports import listen_from, listen_on, port_of
from ops.stores import free_port


def test_the_wanted_port_is_taken_when_it_is_free() -> None:
    wanted = free_port()
    with listen_from(wanted) as listening:
        assert port_of(listening) == wanted


def test_a_port_that_was_chosen_cannot_be_chosen_by_another_program() -> None:
    """As two demos do that are started together: neither has a server on its port yet."""
    with listen_from(free_port()) as first:
        taken = port_of(first)
        assert listen_on(taken) is None
        with listen_from(taken) as second:
            assert taken < port_of(second) < taken + 50


def test_no_port_at_all_is_said() -> None:
    with pytest.raises(OSError, match="no free port"), listen_from(65536):
        raise AssertionError("a port above the last")

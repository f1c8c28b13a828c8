"""The listening socket that `planner up` and `planner demo` hand to the processes they start."""

import os
import socket

# The number of its file descriptor, in the environment of the process that is to serve on it.
VARIABLE = "PLANNER_SOCKET"


def inherited_sockets() -> list[socket.socket] | None:
    """The socket that this process was given to serve on; None where it is to listen on its own address."""
    number = os.environ.get(VARIABLE)
    return [socket.socket(fileno=int(number))] if number else None

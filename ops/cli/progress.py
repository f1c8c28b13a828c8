"""Progress: one line for each step of a start, with how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str = "") -> None:
    """Print a line now, also when the output is a file or a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def step(name: str) -> Iterator[None]:
    """`name … ready (1.2 s)`; on a terminal the first half shows at once, and a failure breaks the line."""
    began = time.monotonic()
    if sys.stdout.isatty():
        sys.stdout.write(f"{name} … ")
        sys.stdout.flush()
    try:
        yield
    except BaseException:
        say("failed" if sys.stdout.isatty() else f"{name} … failed")
        raise
    done = f"ready ({time.monotonic() - began:.1f} s)"
    say(done if sys.stdout.isatty() else f"{name} … {done}")

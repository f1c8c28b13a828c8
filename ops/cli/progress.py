"""One line for each step of a start, with its duration."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def print_now(text: str = "") -> None:
    """Print a line without buffering, also to a file or a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def report_step(name: str) -> Iterator[None]:
    """`name … ready (1.2 s)`; on a terminal the first half is shown at once."""
    began = time.monotonic()
    if sys.stdout.isatty():
        sys.stdout.write(f"{name} … ")
        sys.stdout.flush()
    try:
        yield
    except BaseException:
        print_now("failed" if sys.stdout.isatty() else f"{name} … failed")
        raise
    done = f"ready ({time.monotonic() - began:.1f} s)"
    print_now(done if sys.stdout.isatty() else f"{name} … {done}")

"""A limit on the work of one thread: what others wrote can ask for endless work, and a thread cannot be killed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class TooMuchWorkError(Exception):
    """The limit was reached."""


@contextmanager
def at_most_calls(most: int) -> Iterator[None]:
    """Within the block this thread makes at most so many calls of functions; the next raises TooMuchWorkError."""
    left = most

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal left
        if event in ("call", "c_call"):
            left -= 1
            if left < 0:
                raise TooMuchWorkError

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)

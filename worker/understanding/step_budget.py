"""Steps: how much work the reading of one message may take, counted and not timed, so that it ends the same anywhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Plain prose takes about 50 steps a character; a message of a few words has as many as one of this length.
STEPS_PER_CHARACTER = 500
_LEAST_CHARACTERS = 600


class OutOfStepsError(Exception):
    """The reading of this message takes more steps than it was given."""


class Steps:
    """A count of steps that runs down; one object for one reading, used by one thread."""

    __slots__ = ("left", "most")

    def __init__(self, most: int) -> None:
        self.most = self.left = most

    def take(self, count: int = 1) -> None:
        """Counts `count` steps as done. Raises OutOfStepsError when none are left."""
        self.left -= count
        if self.left < 0:
            raise OutOfStepsError

    @property
    def taken(self) -> int:
        """The steps done so far."""
        return self.most - self.left


_current: ContextVar[Steps | None] = ContextVar("steps", default=None)


def current_steps() -> Steps:
    """The count of the reading at hand; outside of `counted` a fresh one that never ends."""
    return _current.get() or Steps(sys.maxsize)


def steps_for(text: str) -> int:
    """How many steps the reading of a message may take: so many a character, so that the time is linear in its length."""
    return STEPS_PER_CHARACTER * max(len(text), _LEAST_CHARACTERS)


@contextmanager
def counted(most: int) -> Iterator[Steps]:
    """Everything read inside shares `most` steps; within another count it is that one's steps that are shared."""
    steps = _current.get() or Steps(most)
    token = _current.set(steps)
    try:
        yield steps
    finally:
        _current.reset(token)

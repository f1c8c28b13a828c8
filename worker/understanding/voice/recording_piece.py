"""A piece of a recording that was too long to be heard at once."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """`seconds` of sound; `written` makes a file of its own of it, only when it is needed: memory is short."""

    seconds: float
    written: Callable[[], bytes]

"""Trouble: what a look around found, as a kind and the numbers of its sentence."""

from dataclasses import dataclass, field
from typing import Any

# What each look answers for: a kind it does not name is over.
EACH_MINUTE = ("queue_old", "queue_full", "dead_letters", "backup", "budget", "disk", "digests", "unreached")
CERTIFICATE = ("certificate",)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble that is there now. `facts` are JSON: they are kept and posted.

    One that may `stay` for good is not said again each day, only when its `count` has grown.
    """

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    stays: bool = False

"""How many requests a token may make: a bucket for each that fills steadily."""

from collections import OrderedDict
from time import monotonic

PER_SECOND, BURST = 10.0, 60.0
# Of unknown tokens too; those that were quiet longest are forgotten, and a bucket that is forgotten is full.
_MOST = 1000


class RequestRate:
    """The buckets of one api process; several processes let through as many times more."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> bool:
        """Whether one more request is allowed now; it is counted then."""
        now = monotonic()
        left, then = self._buckets.pop(name, (BURST, now))
        left = min(BURST, left + (now - then) * PER_SECOND)
        allowed = left >= 1
        self._buckets[name] = (left - allowed, now)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return allowed

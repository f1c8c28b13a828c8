"""The stand-in's clock: the planner's clock plus a shift that tests can increase."""

from models.runtime import clock


class TelegramClock:
    """Epoch seconds as Telegram sees them.

    It follows `models.runtime.clock`, so that a simulated week has one time on both sides of the wire.
    """

    def __init__(self) -> None:
        self.shift = 0.0

    def now(self) -> float:
        """Epoch seconds, fractions included."""
        return clock.now().timestamp() + self.shift

    def stamp(self) -> int:
        """Whole seconds, as in `date` fields."""
        return int(self.now())

    def advance(self, seconds: float) -> None:
        """Move the clock forward; ValueError when asked to go back."""
        if seconds < 0:
            raise ValueError("Telegram's clock only goes forward")
        self.shift += seconds

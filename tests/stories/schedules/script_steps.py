"""The steps of the scripts that play an owner's days: what is said, pressed or waited for at which time."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One thing the owner does (or that happens to the workers); nothing at all lets the clock come to that moment."""

    on: dt.date
    at: dt.time
    say: dict[str, str] | None = None
    press: dict[str, str] | None = None
    down: bool | None = None


@dataclass(frozen=True)
class StepsFrom:
    """Makes steps of days that are counted from the `first` of a month, 1; a number beyond its end goes on into the next."""

    first: dt.date

    def say(self, day: int, clock: str, en: str, ru: str) -> Step:
        return Step(*self._at(day, clock), say={"en": en, "ru": ru})

    def press(self, day: int, clock: str, en: str, ru: str) -> Step:
        return Step(*self._at(day, clock), press={"en": en, "ru": ru})

    def wait(self, day: int, clock: str) -> Step:
        return Step(*self._at(day, clock))

    def workers(self, day: int, clock: str, *, down: bool) -> Step:
        return Step(*self._at(day, clock), down=down)

    def _at(self, day: int, clock: str) -> tuple[dt.date, dt.time]:
        return self.first + dt.timedelta(days=day - 1), dt.time.fromisoformat(clock)

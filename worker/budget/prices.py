"""What a call used in micro-dollars, by a table of prices with their source."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")
MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call consumed. `tokens_in` counts all input; `cached`, `written` and `audio` are shares of it.

    `seconds` is the length of the audio, 0 for text. `tokens_out` includes hidden reasoning.
    """

    tokens_in: int = 0
    cached: int = 0
    written: int = 0
    audio: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Price:
    """USD per million tokens, which is micro-dollars a token; `minute` is USD per minute of audio.

    A part of the input without a price of its own costs what plain input costs.
    """

    input: float = 0.0
    cached: float | None = None
    written: float | None = None
    audio: float | None = None
    output: float = 0.0
    minute: float = 0.0

    def micros(self, usage: Usage) -> int:
        """Micro-dollars of a finished call, rounded up.

        Models billed by tokens of audio are priced by them when the server names them, by the minute otherwise.
        """
        special = min(usage.tokens_in, usage.cached + usage.written + usage.audio)
        cost = (usage.tokens_in - special) * self.input
        cost += usage.cached * self._rate(self.cached) + usage.written * self._rate(self.written)
        cost += usage.audio * self._rate(self.audio) + usage.tokens_out * self.output
        if not usage.audio:
            cost += usage.seconds / 60 * self.minute * MICROS
        return math.ceil(cost)

    def ceiling(self, *, tokens_in: int = 0, tokens_out: int = 0, seconds: float = 0.0) -> int:
        """Micro-dollars such a call can cost at most, at least 1: what is reserved for it."""
        dearest = max(self.input, self._rate(self.cached), self._rate(self.written))
        cost = tokens_in * dearest + tokens_out * self.output + seconds / 60 * self.minute * MICROS
        return max(1, math.ceil(cost))

    def _rate(self, own: float | None) -> float:
        return self.input if own is None else own


class Prices:
    """The price of every model. Raises ValueError for an override that is no price."""

    def __init__(self, overrides: Mapping[str, Mapping[str, float]] | None = None) -> None:
        self._own = {name.lower(): _price(name, fields) for name, fields in (overrides or {}).items()}

    def price_of(self, model: str) -> Price:
        """The price of `model`: own settings first, then our table, then a cautious guess.

        A dated snapshot costs what its model costs; "vendor/model" counts as the model. A name nobody knows is
        priced like the dearest model of the table, so that a cap stops too early rather than too late.
        """
        for name in _spellings(model):
            if name in self._own:
                return self._own[name]
        for name in _spellings(model):
            if name in _table():
                return _table()[name]
        return unknown_price()


def _spellings(model: str) -> tuple[str, ...]:
    whole = model.strip().lower()
    bare = whole.rsplit("/", 1)[-1]
    return whole, bare, _SNAPSHOT.sub("", bare)


@lru_cache(maxsize=1)
def _table() -> dict[str, Price]:
    listed = json.loads(files("worker.budget").joinpath("prices.json").read_text("utf-8"))["models"]
    return {name: _price(name, fields) for name, fields in listed.items()}


@lru_cache(maxsize=1)
def unknown_price() -> Price:
    """The dearest rate of every kind in the table."""
    known = _table().values()
    return Price(
        input=max(price.input for price in known),
        output=max(price.output for price in known),
        minute=max(price.minute for price in known),
    )


def _price(name: str, fields: Mapping[str, float]) -> Price:
    try:
        price = Price(**{key: float(value) for key, value in fields.items()})
    except TypeError as error:
        allowed = "input, cached, written, audio, output, minute"
        raise ValueError(f"the price of {name} may name {allowed}") from error
    if any(value < 0 or not math.isfinite(value) for value in map(float, fields.values())):
        raise ValueError(f"the price of {name} must not be negative")
    return price

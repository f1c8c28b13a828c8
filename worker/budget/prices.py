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

    None is a price that nobody named, 0 one that is free. A part of the input without a price of its own costs what plain
    input costs.
    """

    input: float | None = None
    cached: float | None = None
    written: float | None = None
    audio: float | None = None
    output: float | None = None
    minute: float | None = None

    def micros(self, usage: Usage) -> int | None:
        """Micro-dollars of a finished call, rounded up; None when it used what has no price here, or nothing.

        Models billed by tokens of audio are priced by them when the server names them, by the minute otherwise.
        """
        by_minute = 0 if usage.audio else usage.seconds / 60
        used = [
            (usage.tokens_in - self._special(usage), self.input),
            (usage.cached, self._rate(self.cached)),
            (usage.written, self._rate(self.written)),
            (usage.audio, self._rate(self.audio)),
            (usage.tokens_out, self.output),
            (by_minute * MICROS, self.minute),
        ]
        if any(amount and rate is None for amount, rate in used):
            return None
        if not any(amount for amount, _ in used) and any(rate for _, rate in used):
            # No call uses nothing: a server that says so is not believed.
            return None
        return math.ceil(sum(amount * (rate or 0.0) for amount, rate in used))

    def ceiling(self, *, tokens_in: int = 0, tokens_out: int = 0, seconds: float = 0.0) -> int:
        """Micro-dollars such a call can cost at most, at least 1: what is reserved for it.

        A recording is billed by its tokens or by its length, whatever has a price; where neither has, and for text without
        a price, the dearest price known counts.
        """
        heard = self.audio if seconds else None
        inputs = [rate for rate in (self.input, self.cached, self.written, heard) if rate is not None]
        if not inputs and not (seconds and self.minute is not None):
            return unknown_price().ceiling(tokens_in=tokens_in, tokens_out=tokens_out, seconds=seconds)
        output = unknown_price().output if self.output is None and not seconds else self.output
        cost = tokens_in * max(inputs, default=0.0) + tokens_out * (output or 0.0)
        cost += seconds / 60 * (self.minute or 0.0) * MICROS
        return max(1, math.ceil(cost))

    def _special(self, usage: Usage) -> int:
        return min(usage.tokens_in, usage.cached + usage.written + usage.audio)

    def _rate(self, own: float | None) -> float | None:
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
        return self._listed(model) or unknown_price()

    def knows(self, model: str) -> bool:
        """Whether `model` has a price of its own, so that no guess is made."""
        return self._listed(model) is not None

    def _listed(self, model: str) -> Price | None:
        for listed in (self._own, _table()):
            for name in _spellings(model):
                if name in listed:
                    return listed[name]
        return None


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
        input=max(price.input or 0.0 for price in known),
        output=max(price.output or 0.0 for price in known),
        minute=max(price.minute or 0.0 for price in known),
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
